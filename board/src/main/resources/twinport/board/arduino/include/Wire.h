// SPDX-License-Identifier: MIT
#pragma once
#include "Arduino.h"
#include "twinport/host.h"

// I2C as master (NXP UM10204). What is wired to the two pins answers.
class TwoWire : public Stream {
 public:
  explicit TwoWire(uint8_t = 0) {}
  bool begin() { return begin(21, 22); }
  bool begin(int sda, int scl, uint32_t = 0) {
    if (sda >= 0) sda_ = sda;
    if (scl >= 0) scl_ = scl;
    return true;
  }
  bool setPins(int sda, int scl) { return begin(sda, scl); }
  bool end() { return true; }
  bool setClock(uint32_t hertz) {
    hertz_ = hertz;
    return true;
  }
  uint32_t getClock() { return hertz_; }
  void setTimeOut(uint16_t) {}

  void beginTransmission(int address) {
    address_ = address;
    sent_ = 0;
  }
  // 0: acknowledged; 1: more than the buffer holds; 2: nobody has this address.
  uint8_t endTransmission(bool = true) {
    if (overflow_) {
      overflow_ = false;
      return 1;
    }
    return host_i2c_write(sda_, scl_, address_, out_, sent_) ? 0 : 2;
  }
  size_t requestFrom(int address, int size, int = 1) {
    int count = size < 0 ? 0 : size > (int)sizeof in_ ? (int)sizeof in_ : size;
    int got = host_i2c_read(sda_, scl_, address, in_, (size_t)count);
    read_ = 0;
    held_ = got < 0 ? 0 : got;
    return (size_t)held_;
  }
  using Print::write;
  size_t write(uint8_t byte) override {
    if (sent_ == sizeof out_) {
      overflow_ = true;
      return 0;
    }
    out_[sent_++] = byte;
    return 1;
  }
  size_t write(const uint8_t *bytes, size_t size) override {
    size_t done = 0;
    while (done < size && write(bytes[done])) done++;
    return done;
  }
  size_t write(int value) { return write((uint8_t)value); }
  int available() override { return held_ - read_; }
  int read() override { return read_ < held_ ? in_[read_++] : -1; }
  int peek() override { return read_ < held_ ? in_[read_] : -1; }
  void flush() override {}

 private:
  int sda_ = 21;
  int scl_ = 22;
  uint32_t hertz_ = 100000;
  int address_ = 0;
  uint8_t out_[256];
  size_t sent_ = 0;
  bool overflow_ = false;
  uint8_t in_[256];
  int held_ = 0;
  int read_ = 0;
};
inline TwoWire Wire;
inline TwoWire Wire1(1);
