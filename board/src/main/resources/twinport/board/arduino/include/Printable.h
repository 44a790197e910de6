// SPDX-License-Identifier: MIT
#pragma once
#include <stddef.h>

class Print;

// Something that can print itself: Serial.println(WiFi.localIP()).
class Printable {
 public:
  virtual ~Printable() {}
  virtual size_t printTo(Print &out) const = 0;
};
