// SPDX-License-Identifier: MIT
// Reading a DHT sensor's one wire: the start signal, then 40 bits as pulse widths (AM2302 data
// sheet, "Communication and signal").
#pragma once
#include "../Arduino.h"

namespace twinport {

enum class DhtResult { good, silent, wrong_sum };

class DhtWire {
 public:
  DhtWire(uint8_t pin, bool slow_start, uint8_t pull_us)
      : pin_(pin), slow_start_(slow_start), pull_us_(pull_us) {}

  DhtResult read(uint8_t (&frame)[5]) const {
    memset(frame, 0, sizeof frame);
    pinMode(pin_, OUTPUT);
    digitalWrite(pin_, LOW);
    if (slow_start_) {
      delay(20);
    } else {
      delayMicroseconds(1100);
    }
    pinMode(pin_, INPUT_PULLUP);
    delayMicroseconds(pull_us_);
    if (pulse(HIGH) < 0 || pulse(LOW) < 0 || pulse(HIGH) < 0) return DhtResult::silent;
    for (int i = 0; i < kBits; i++) {
      int32_t low = pulse(LOW), high = pulse(HIGH);
      if (low < 0 || high < 0) return DhtResult::silent;
      frame[i / 8] = (uint8_t)(frame[i / 8] << 1 | (high > low));
    }
    bool right = frame[4] == (uint8_t)(frame[0] + frame[1] + frame[2] + frame[3]);
    return right ? DhtResult::good : DhtResult::wrong_sum;
  }

  // DHT21 and DHT22: 16 bits of tenths, the temperature with a sign bit.
  static float tenths(const uint8_t *two_bytes, bool is_signed) {
    int high = is_signed ? two_bytes[0] & 0x7F : two_bytes[0];
    float value = (high << 8 | two_bytes[1]) * 0.1f;
    return is_signed && (two_bytes[0] & 0x80) ? -value : value;
  }
  // DHT11 and DHT12: a byte of units, a byte of tenths with a sign bit.
  static float units(const uint8_t *two_bytes) {
    float value = two_bytes[0] + (two_bytes[1] & 0x0F) * 0.1f;
    return two_bytes[1] & 0x80 ? -value : value;
  }

  // Rothfusz's regression with Steadman's simple form below 80 F (US National Weather Service).
  static float heat_index_f(float t, float h) {
    float index = 0.5f * (t + 61.0f + (t - 68.0f) * 1.2f + h * 0.094f);
    if (index <= 79) return index;
    index = -42.379f + 2.04901523f * t + 10.14333127f * h - 0.22475541f * t * h -
            0.00683783f * t * t - 0.05481717f * h * h + 0.00122874f * t * t * h +
            0.00085282f * t * h * h - 0.00000199f * t * t * h * h;
    if (h < 13 && t >= 80 && t <= 112) {
      index -= (13 - h) * 0.25f * sqrtf((17 - fabsf(t - 95)) / 17);
    } else if (h > 85 && t >= 80 && t <= 87) {
      index += (h - 85) * 0.1f * (87 - t) * 0.2f;
    }
    return index;
  }

 private:
  static constexpr uint32_t kPulseLimitUs = 1000;
  static constexpr int kBits = 40;

  // How long the wire stays at the level, or -1 when it stays too long.
  int32_t pulse(int level) const {
    uint32_t start = micros();
    while (digitalRead(pin_) == level) {
      if (micros() - start > kPulseLimitUs) return -1;
    }
    return (int32_t)(micros() - start);
  }

  uint8_t pin_;
  bool slow_start_;
  uint8_t pull_us_;
};

}  // namespace twinport
