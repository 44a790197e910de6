// SPDX-License-Identifier: MIT
#pragma once
#include "Wire.h"

// A character display (HD44780 data sheet, "4-bit operation") behind a PCF8574: RS, RW, E and the
// light on the low bits, the data on the high ones.
class LiquidCrystal_I2C : public Print {
 public:
  LiquidCrystal_I2C(uint8_t address, uint8_t columns, uint8_t rows)
      : address_(address), columns_(columns), rows_(rows) {}
  void init() { begin(); }
  void begin() {
    Wire.begin();
    const uint8_t wake[] = {0x30, 0x30, 0x30, 0x20};
    for (uint8_t each : wake) nibble(each, 0);
    command(rows_ > 1 ? 0x28 : 0x20);
    display();
    clear();
    command(0x06);
  }
  void begin(uint8_t columns, uint8_t rows, uint8_t = 0) {
    columns_ = columns;
    rows_ = rows;
    begin();
  }
  void clear() { command(0x01); }
  void home() { command(0x02); }
  void setCursor(uint8_t column, uint8_t row) {
    uint8_t line = row < rows_ ? row : rows_ - 1;
    const uint8_t start[] = {0x00, 0x40, columns_, (uint8_t)(0x40 + columns_)};
    command(0x80 | (uint8_t)(column + start[line & 3]));
  }
  void backlight() { light(0x08); }
  void noBacklight() { light(0); }
  void display() { control(0x04, true); }
  void noDisplay() { control(0x04, false); }
  void cursor() { control(0x02, true); }
  void noCursor() { control(0x02, false); }
  void blink() { control(0x01, true); }
  void noBlink() { control(0x01, false); }
  void createChar(uint8_t place, const uint8_t *rows) {
    command(0x40 | (place & 7) << 3);
    for (int i = 0; i < 8; i++) write(rows[i]);
  }
  using Print::write;
  size_t write(uint8_t byte) override {
    send(byte, 0x01);
    return 1;
  }

 private:
  void command(uint8_t byte) { send(byte, 0); }
  void send(uint8_t byte, uint8_t rs) {
    nibble(byte & 0xF0, rs);
    nibble((uint8_t)(byte << 4), rs);
  }
  void nibble(uint8_t high, uint8_t rs) {
    Wire.beginTransmission(address_);
    Wire.write((uint8_t)(high | rs | light_ | 0x04));
    Wire.write((uint8_t)(high | rs | light_));
    Wire.endTransmission();
  }
  void light(uint8_t bit) {
    light_ = bit;
    Wire.beginTransmission(address_);
    Wire.write(light_);
    Wire.endTransmission();
  }
  void control(uint8_t bit, bool on) {
    control_ = on ? control_ | bit : control_ & ~bit;
    command(0x08 | control_);
  }

  uint8_t address_;
  uint8_t columns_;
  uint8_t rows_;
  uint8_t light_ = 0x08;
  uint8_t control_ = 0;
};
