// SPDX-License-Identifier: MIT
#pragma once
#include <stdint.h>

#include "Print.h"

// An IPv4 address; as a number it has the first byte lowest, as on the ESP32.
class IPAddress : public Printable {
 public:
  IPAddress() {}
  IPAddress(uint8_t a, uint8_t b, uint8_t c, uint8_t d) : bytes_{a, b, c, d} {}
  IPAddress(uint32_t address);
  IPAddress(const uint8_t *bytes) : IPAddress(bytes[0], bytes[1], bytes[2], bytes[3]) {}
  bool fromString(const char *text);
  bool fromString(const String &text) { return fromString(text.c_str()); }
  String toString() const;
  operator uint32_t() const;
  bool operator==(const IPAddress &other) const { return (uint32_t)*this == (uint32_t)other; }
  bool operator!=(const IPAddress &other) const { return !(*this == other); }
  uint8_t operator[](int index) const { return bytes_[index & 3]; }
  uint8_t &operator[](int index) { return bytes_[index & 3]; }
  size_t printTo(Print &out) const override { return out.print(toString()); }

 private:
  uint8_t bytes_[4] = {0, 0, 0, 0};
};

const IPAddress INADDR_NONE(0, 0, 0, 0);
