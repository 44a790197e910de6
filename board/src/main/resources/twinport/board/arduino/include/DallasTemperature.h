// SPDX-License-Identifier: MIT
#pragma once
#include "OneWire.h"

#define DEVICE_DISCONNECTED_C -127
#define DEVICE_DISCONNECTED_F -196.6
typedef uint8_t DeviceAddress[8];

// DS18B20 thermometers (data sheet, "Function commands").
class DallasTemperature {
 public:
  explicit DallasTemperature(OneWire *wire = nullptr) : wire_(wire) {}
  void setOneWire(OneWire *wire) { wire_ = wire; }
  void begin() {
    count_ = 0;
    DeviceAddress address;
    wire_->reset_search();
    while (count_ < kMost && wire_->search(address)) {
      if (OneWire::crc8(address, 7) == address[7]) memcpy(found_[count_++], address, 8);
    }
  }
  uint8_t getDeviceCount() { return count_; }
  uint8_t getDS18Count() { return count_; }
  bool getAddress(uint8_t *into, uint8_t index) {
    if (index >= count_) return false;
    memcpy(into, found_[index], 8);
    return true;
  }
  bool isConnected(const uint8_t *address) {
    uint8_t pad[9];
    return scratchpad(address, pad);
  }
  uint8_t getResolution() { return 12; }
  void setResolution(uint8_t) {}
  bool setResolution(const uint8_t *, uint8_t, bool = false) { return true; }
  void setWaitForConversion(bool wait) { wait_ = wait; }
  bool getWaitForConversion() { return wait_; }
  bool isConversionComplete() { return wire_->read_bit(); }
  bool requestTemperatures() {
    if (!wire_->reset()) return false;
    wire_->skip();
    wire_->write(0x44);
    if (wait_) delay(750);
    return true;
  }
  float getTempC(const uint8_t *address) {
    uint8_t pad[9];
    return scratchpad(address, pad) ? (int16_t)(pad[0] | pad[1] << 8) / 16.0f
                                    : (float)DEVICE_DISCONNECTED_C;
  }
  float getTempF(const uint8_t *address) { return toFahrenheit(getTempC(address)); }
  float getTempCByIndex(uint8_t index) {
    return index < count_ ? getTempC(found_[index]) : (float)DEVICE_DISCONNECTED_C;
  }
  float getTempFByIndex(uint8_t index) { return toFahrenheit(getTempCByIndex(index)); }
  static float toFahrenheit(float celsius) { return celsius * 1.8f + 32; }

 private:
  static constexpr uint8_t kMost = 16;
  bool scratchpad(const uint8_t *address, uint8_t *pad) {
    if (!wire_->reset()) return false;
    wire_->select(address);
    wire_->write(0xBE);
    wire_->read_bytes(pad, 9);
    return OneWire::crc8(pad, 8) == pad[8];
  }
  OneWire *wire_;
  DeviceAddress found_[kMost];
  uint8_t count_ = 0;
  bool wait_ = true;
};
