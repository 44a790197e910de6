// SPDX-License-Identifier: MIT
// Print: text for everything that can write bytes. Floating numbers get two decimals unless told.
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "Printable.h"
#include "WString.h"

#define DEC 10
#define HEX 16
#define OCT 8
#ifdef BIN
#undef BIN
#endif
#define BIN 2

class Print {
 public:
  virtual ~Print() {}
  virtual size_t write(uint8_t byte) = 0;
  virtual size_t write(const uint8_t *bytes, size_t size);
  size_t write(const char *text) { return text ? write((const uint8_t *)text, strlen(text)) : 0; }
  size_t write(const char *bytes, size_t size) { return write((const uint8_t *)bytes, size); }
  virtual int availableForWrite() { return 0; }
  virtual void flush() {}
  int getWriteError() { return error_; }
  void clearWriteError() { error_ = 0; }

  size_t printf(const char *format, ...) __attribute__((format(printf, 2, 3)));
  size_t printf(const __FlashStringHelper *format, ...);
  size_t vprintf(const char *format, va_list values);

  size_t print(const __FlashStringHelper *text) { return write((const char *)text); }
  size_t print(const String &text) { return write(text.c_str(), text.length()); }
  size_t print(const char *text) { return write(text); }
  size_t print(char c) { return write((uint8_t)c); }
  size_t print(unsigned char value, int base = DEC) { return print((unsigned long)value, base); }
  size_t print(int value, int base = DEC) { return print((long)value, base); }
  size_t print(unsigned int value, int base = DEC) { return print((unsigned long)value, base); }
  size_t print(long value, int base = DEC) { return print((long long)value, base, 32); }
  size_t print(unsigned long value, int base = DEC) {
    return print((unsigned long long)value, base);
  }
  size_t print(long long value, int base = DEC) { return print(value, base, 64); }
  size_t print(unsigned long long value, int base = DEC);
  size_t print(double value, int decimals = 2);
  size_t print(const Printable &value) { return value.printTo(*this); }
  size_t print(struct tm *time, const char *format = nullptr);

  size_t println() { return write("\r\n"); }
  template <class T>
  size_t println(const T &value) {
    size_t n = print(value);
    return n + println();
  }
  template <class T>
  size_t println(const T &value, int how) {
    size_t n = print(value, how);
    return n + println();
  }
  size_t println(struct tm *time, const char *format = nullptr) {
    size_t n = print(time, format);
    return n + println();
  }

 protected:
  void setWriteError(int error = 1) { error_ = error; }

 private:
  size_t print(long long value, int base, int bits);

  int error_ = 0;
};
