// SPDX-License-Identifier: MIT
#include "Print.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

namespace {
constexpr size_t kLine = 128;
constexpr double kLargest = 4294967040.0;
constexpr int kMaxDecimals = 40;
}  // namespace

size_t Print::write(const uint8_t *bytes, size_t size) {
  size_t n = 0;
  while (n < size && write(bytes[n])) n++;
  return n;
}

size_t Print::vprintf(const char *format, va_list values) {
  char line[kLine];
  va_list again;
  va_copy(again, values);
  int length = vsnprintf(line, sizeof line, format, values);
  size_t n = 0;
  if (length >= (int)sizeof line) {
    char *text = (char *)malloc(length + 1);
    if (text) {
      vsnprintf(text, length + 1, format, again);
      n = write((const uint8_t *)text, length);
      free(text);
    }
  } else if (length > 0) {
    n = write((const uint8_t *)line, length);
  }
  va_end(again);
  return n;
}

size_t Print::printf(const char *format, ...) {
  va_list values;
  va_start(values, format);
  size_t n = vprintf(format, values);
  va_end(values);
  return n;
}

size_t Print::printf(const __FlashStringHelper *format, ...) {
  va_list values;
  va_start(values, format);
  size_t n = vprintf((const char *)format, values);
  va_end(values);
  return n;
}

// Base 0 writes the byte itself, as the Arduino language has it.
size_t Print::print(unsigned long long value, int base) {
  if (base == 0) return write((uint8_t)value);
  String digits(value, (unsigned char)base);
  digits.toUpperCase();
  return print(digits);
}

size_t Print::print(long long value, int base, int bits) {
  if (base == DEC) return print(String(value));
  return print(bits == 32 ? (unsigned long long)(uint32_t)value : (unsigned long long)value, base);
}

size_t Print::print(double value, int decimals) {
  if (isnan(value)) return print("nan");
  if (isinf(value)) return print("inf");
  if (value > kLargest || value < -kLargest) return print("ovf");
  if (decimals < 0) decimals = 2;
  if (decimals > kMaxDecimals) decimals = kMaxDecimals;
  return print(String(value, (unsigned)decimals));
}

size_t Print::print(struct tm *time, const char *format) {
  char text[kLine];
  return write(text, strftime(text, sizeof text, format ? format : "%c", time));
}
