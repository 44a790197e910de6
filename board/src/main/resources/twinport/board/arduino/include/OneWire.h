// SPDX-License-Identifier: MIT
#pragma once
#include "Arduino.h"
#include "twinport/host.h"

// The 1-Wire bus (Maxim application note 126 and 187).
class OneWire {
 public:
  explicit OneWire(uint8_t pin = 0) : pin_(pin) {}
  void begin(uint8_t pin) { pin_ = pin; }
  uint8_t reset() { return (uint8_t)host_wire_reset(pin_); }
  void write_bit(uint8_t bit) { host_wire_put_bit(pin_, bit & 1); }
  uint8_t read_bit() { return (uint8_t)host_wire_bit(pin_); }
  void write(uint8_t byte, uint8_t = 0) {
    for (int i = 0; i < 8; i++) write_bit(byte >> i);
  }
  void write_bytes(const uint8_t *bytes, uint16_t count, bool = false) {
    for (uint16_t i = 0; i < count; i++) write(bytes[i]);
  }
  uint8_t read() {
    uint8_t byte = 0;
    for (int i = 0; i < 8; i++) byte |= read_bit() << i;
    return byte;
  }
  void read_bytes(uint8_t *into, uint16_t count) {
    for (uint16_t i = 0; i < count; i++) into[i] = read();
  }
  void select(const uint8_t rom[8]) {
    write(0x55);
    write_bytes(rom, 8);
  }
  void skip() { write(0xCC); }
  void depower() {}
  void reset_search() { last_conflict_ = 0, done_ = false, memset(rom_, 0, 8); }
  bool search(uint8_t *rom, bool = true) {
    if (done_ || !reset()) {
      reset_search();
      return false;
    }
    write(0xF0);
    int conflict = 0;
    for (int at = 1; at <= 64; at++) {
      uint8_t here = read_bit(), not_here = read_bit();
      if (here && not_here) {
        reset_search();
        return false;
      }
      uint8_t &byte = rom_[(at - 1) / 8];
      uint8_t mask = (uint8_t)(1 << (at - 1) % 8);
      bool way = here != not_here ? here : at < last_conflict_ ? byte & mask : at == last_conflict_;
      if (here == not_here && !way) conflict = at;
      byte = way ? byte | mask : byte & ~mask;
      write_bit(way);
    }
    last_conflict_ = conflict;
    done_ = conflict == 0;
    memcpy(rom, rom_, 8);
    return true;
  }
  // X^8 + X^5 + X^4 + 1, low bit first.
  static uint8_t crc8(const uint8_t *bytes, uint8_t count) {
    uint8_t crc = 0;
    while (count--) {
      crc ^= *bytes++;
      for (int i = 0; i < 8; i++) crc = crc & 1 ? (crc >> 1) ^ 0x8C : crc >> 1;
    }
    return crc;
  }

 private:
  uint8_t pin_;
  uint8_t rom_[8] = {};
  int last_conflict_ = 0;
  bool done_ = false;
};
