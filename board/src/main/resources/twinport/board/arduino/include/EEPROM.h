// SPDX-License-Identifier: MIT
// The emulated EEPROM: bytes in memory, written to the flash by commit().
#pragma once
#include <vector>

#include "Arduino.h"
#include "LittleFS.h"

class EEPROMClass {
 public:
  bool begin(size_t size) {
    bytes_.assign(size, 0xFF);
    File file = LittleFS.open(kPath);
    if (file) file.read(bytes_.data(), bytes_.size());
    return size > 0;
  }
  void end() { commit(); }
  uint8_t read(int at) const { return in(at, 1) ? bytes_[at] : 0; }
  void write(int at, uint8_t value) {
    if (in(at, 1)) bytes_[at] = value;
  }
  void update(int at, uint8_t value) { write(at, value); }
  template <class T>
  T &get(int at, T &into) {
    if (in(at, sizeof into)) memcpy((void *)&into, bytes_.data() + at, sizeof into);
    return into;
  }
  template <class T>
  const T &put(int at, const T &value) {
    if (in(at, sizeof value)) memcpy(bytes_.data() + at, (const void *)&value, sizeof value);
    return value;
  }
  bool commit() {
    File file = LittleFS.open(kPath, FILE_WRITE, true);
    return file && file.write(bytes_.data(), bytes_.size()) == bytes_.size();
  }
  size_t length() const { return bytes_.size(); }
  uint8_t *getDataPtr() { return bytes_.data(); }

 private:
  static constexpr const char *kPath = "/.nvs/eeprom";
  bool in(int at, size_t size) const { return at >= 0 && at + size <= bytes_.size(); }
  std::vector<uint8_t> bytes_;
};

static EEPROMClass EEPROM;
