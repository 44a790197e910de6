// SPDX-License-Identifier: MIT
#pragma once
#include "Arduino.h"
#include "twinport/host.h"

// A servo: a pulse every 20 ms, its length is the angle.
class Servo {
 public:
  int attach(int pin) { return attach(pin, 544, 2400); }
  int attach(int pin, int least_us, int most_us) {
    pin_ = pin;
    least_ = least_us;
    most_ = most_us;
    return 1;
  }
  void setPeriodHertz(int hertz) { hertz_ = hertz; }
  void detach() {
    if (attached()) host_pwm_off(pin_);
    pin_ = -1;
  }
  bool attached() { return pin_ >= 0; }
  void write(int angle) {
    if (angle > 180) {
      writeMicroseconds(angle);
      return;
    }
    angle_ = angle < 0 ? 0 : angle;
    writeMicroseconds(map(angle_, 0, 180, least_, most_));
  }
  void writeMicroseconds(int us) {
    us_ = us < least_ ? least_ : us > most_ ? most_ : us;
    if (attached()) host_pwm(pin_, (uint32_t)hertz_, (uint32_t)us_ * (uint32_t)hertz_);
  }
  int read() { return (int)map(us_, least_, most_, 0, 180); }
  int readMicroseconds() { return us_; }

 private:
  int pin_ = -1;
  int least_ = 544;
  int most_ = 2400;
  int hertz_ = 50;
  int angle_ = 0;
  int us_ = 1472;
};
class ESP32PWM {
 public:
  static void allocateTimer(int) {}
};
