// SPDX-License-Identifier: MIT
// Named values that outlive a restart. Each is a file on the flash.
#pragma once
#include "Arduino.h"
#include "LittleFS.h"

class Preferences {
 public:
  bool begin(const char *name, bool read_only = false, const char * = nullptr) {
    folder_ = String("/.nvs/") + name;
    read_only_ = read_only;
    open_ = true;
    return true;
  }
  void end() { open_ = false; }
  bool clear() {
    if (!writable()) return false;
    File folder = LittleFS.open(folder_);
    String names;
    for (File each = folder.openNextFile(); each; each = folder.openNextFile()) {
      names += String(each.name()) + "\n";
    }
    for (int end = names.indexOf('\n'); end >= 0; end = names.indexOf('\n')) {
      LittleFS.remove(path(names.substring(0, end).c_str()));
      names.remove(0, end + 1);
    }
    return true;
  }
  bool remove(const char *key) { return writable() && LittleFS.remove(path(key)); }
  bool isKey(const char *key) { return open_ && LittleFS.exists(path(key)); }

  size_t putBytes(const char *key, const void *value, size_t size) {
    if (!writable()) return 0;
    File file = LittleFS.open(path(key), FILE_WRITE, true);
    return file ? file.write((const uint8_t *)value, size) : 0;
  }
  size_t getBytesLength(const char *key) {
    if (!isKey(key)) return 0;
    return LittleFS.open(path(key)).size();
  }
  size_t getBytes(const char *key, void *into, size_t room) {
    size_t size = getBytesLength(key);
    if (size == 0 || size > room) return 0;
    return LittleFS.open(path(key)).read((uint8_t *)into, size);
  }
  size_t putString(const char *key, const char *value) { return putBytes(key, value, strlen(value)); }
  size_t putString(const char *key, const String &value) { return putString(key, value.c_str()); }
  String getString(const char *key, const String &otherwise = String()) {
    if (!isKey(key)) return otherwise;
    File file = LittleFS.open(path(key));
    String value;
    while (file.available()) value += (char)file.read();
    return value;
  }

#define TWINPORT_PREFERENCE(name, type)                                            \
  size_t put##name(const char *key, type value) { return putBytes(key, &value, sizeof value); } \
  type get##name(const char *key, type otherwise = type()) {                       \
    type value;                                                                    \
    return getBytes(key, &value, sizeof value) == sizeof value ? value : otherwise; \
  }
  TWINPORT_PREFERENCE(Char, int8_t)
  TWINPORT_PREFERENCE(UChar, uint8_t)
  TWINPORT_PREFERENCE(Short, int16_t)
  TWINPORT_PREFERENCE(UShort, uint16_t)
  TWINPORT_PREFERENCE(Int, int32_t)
  TWINPORT_PREFERENCE(UInt, uint32_t)
  TWINPORT_PREFERENCE(Long, int32_t)
  TWINPORT_PREFERENCE(ULong, uint32_t)
  TWINPORT_PREFERENCE(Long64, int64_t)
  TWINPORT_PREFERENCE(ULong64, uint64_t)
  TWINPORT_PREFERENCE(Float, float)
  TWINPORT_PREFERENCE(Double, double)
  TWINPORT_PREFERENCE(Bool, bool)
#undef TWINPORT_PREFERENCE

 private:
  String path(const char *key) const { return folder_ + "/" + key; }
  bool writable() const { return open_ && !read_only_; }

  String folder_;
  bool open_ = false;
  bool read_only_ = false;
};
