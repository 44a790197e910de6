// SPDX-License-Identifier: MIT
#pragma once
#include "Print.h"

enum LookaheadMode { SKIP_ALL, SKIP_NONE, SKIP_WHITESPACE };

// Bytes that come in, with the reading calls that wait at most setTimeout milliseconds.
class Stream : public Print {
 public:
  virtual int available() = 0;
  virtual int read() = 0;
  virtual int peek() = 0;

  void setTimeout(unsigned long ms) { timeout_ = ms; }
  unsigned long getTimeout() { return timeout_; }
  bool find(const char *target) { return find(target, strlen(target)); }
  bool find(const char *target, size_t length) { return findUntil(target, length, nullptr, 0); }
  bool find(char target) { return find(&target, 1); }
  bool findUntil(const char *target, const char *end) {
    return findUntil(target, strlen(target), end, strlen(end));
  }
  bool findUntil(const char *target, size_t length, const char *end, size_t end_length);
  long parseInt(LookaheadMode mode = SKIP_ALL, char ignore = '\x01');
  float parseFloat(LookaheadMode mode = SKIP_ALL, char ignore = '\x01');
  virtual size_t readBytes(char *into, size_t length);
  size_t readBytes(uint8_t *into, size_t length) { return readBytes((char *)into, length); }
  size_t readBytesUntil(char end, char *into, size_t length);
  size_t readBytesUntil(char end, uint8_t *into, size_t length) {
    return readBytesUntil(end, (char *)into, length);
  }
  virtual String readString();
  String readStringUntil(char end);

 protected:
  int timedRead();
  int timedPeek();

  unsigned long timeout_ = 1000;
};
