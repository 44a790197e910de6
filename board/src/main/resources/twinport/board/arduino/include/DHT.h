// SPDX-License-Identifier: MIT
// DHT11, DHT12, DHT21 and DHT22, with the calls of the usual library. Readings are at most every two
// seconds: an earlier call gives the last one again.
#pragma once
#include "Arduino.h"
#include "twinport/dht_wire.h"

#define DHT11 11
#define DHT12 12
#define DHT21 21
#define DHT22 22
#define AM2301 21
#define AM2302 22

class DHT {
 public:
  DHT(uint8_t pin, uint8_t type, uint8_t = 6) : pin_(pin), type_(type) {}

  void begin(uint8_t pull_us = 55) {
    pull_us_ = pull_us;
    pinMode(pin_, INPUT_PULLUP);
    last_ms_ = millis() - kPeriodMs;  // the first call reads
  }

  float readTemperature(bool fahrenheit = false, bool force = false) {
    if (!read(force)) return NAN;
    float celsius = small() ? twinport::DhtWire::units(frame_ + 2)
                            : twinport::DhtWire::tenths(frame_ + 2, true);
    return fahrenheit ? convertCtoF(celsius) : celsius;
  }
  float readHumidity(bool force = false) {
    if (!read(force)) return NAN;
    return small() ? twinport::DhtWire::units(frame_) : twinport::DhtWire::tenths(frame_, false);
  }
  float convertCtoF(float celsius) { return celsius * 1.8f + 32; }
  float convertFtoC(float fahrenheit) { return (fahrenheit - 32) / 1.8f; }

  float computeHeatIndex(bool fahrenheit = true) {
    return computeHeatIndex(readTemperature(fahrenheit), readHumidity(), fahrenheit);
  }
  float computeHeatIndex(float temperature, float humidity, bool fahrenheit = true) {
    float f = fahrenheit ? temperature : convertCtoF(temperature);
    float index = twinport::DhtWire::heat_index_f(f, humidity);
    return fahrenheit ? index : convertFtoC(index);
  }

  bool read(bool force = false) {
    uint32_t now = millis();
    if (!force && now - last_ms_ < kPeriodMs) return good_;
    last_ms_ = now;
    twinport::DhtWire wire(pin_, small(), pull_us_);
    return good_ = wire.read(frame_) == twinport::DhtResult::good;
  }

 private:
  static constexpr uint32_t kPeriodMs = 2000;
  bool small() const { return type_ == DHT11 || type_ == DHT12; }

  uint8_t pin_, type_, pull_us_ = 55;
  uint8_t frame_[5] = {0};
  uint32_t last_ms_ = 0u - kPeriodMs;
  bool good_ = false;
};
