// SPDX-License-Identifier: MIT
#include "Stream.h"

#include <stdlib.h>

#include "Arduino.h"

int Stream::timedRead() {
  unsigned long start = millis();
  do {
    int c = read();
    if (c >= 0) return c;
    yield();
  } while (millis() - start < timeout_);
  return -1;
}

int Stream::timedPeek() {
  unsigned long start = millis();
  do {
    int c = peek();
    if (c >= 0) return c;
    yield();
  } while (millis() - start < timeout_);
  return -1;
}

bool Stream::findUntil(const char *target, size_t length, const char *end, size_t end_length) {
  if (length == 0) return true;
  String seen;
  for (int c = timedRead(); c >= 0; c = timedRead()) {
    seen += (char)c;
    size_t longest = length > end_length ? length : end_length;
    if (seen.length() > longest) seen.remove(0, seen.length() - longest);
    if (seen.endsWith(String(target, length))) return true;
    if (end_length && seen.endsWith(String(end, end_length))) return false;
  }
  return false;
}

namespace {
bool startsNumber(int c, bool fraction) {
  return (c >= '0' && c <= '9') || c == '-' || (fraction && c == '.');
}
bool skipped(int c, LookaheadMode mode) {
  if (mode == SKIP_NONE) return false;
  return mode == SKIP_ALL || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
}  // namespace

long Stream::parseInt(LookaheadMode mode, char ignore) {
  int c = timedPeek();
  while (c >= 0 && !startsNumber(c, false) && skipped(c, mode)) {
    read();
    c = timedPeek();
  }
  String digits;
  while (c >= 0 && ((c >= '0' && c <= '9') || c == ignore || (c == '-' && digits.isEmpty()))) {
    if (c != ignore) digits += (char)c;
    read();
    c = timedPeek();
  }
  return digits.toInt();
}

float Stream::parseFloat(LookaheadMode mode, char ignore) {
  int c = timedPeek();
  while (c >= 0 && !startsNumber(c, true) && skipped(c, mode)) {
    read();
    c = timedPeek();
  }
  String digits;
  while (c >= 0 && ((c >= '0' && c <= '9') || c == ignore || (c == '.' && digits.indexOf('.') < 0) ||
                    (c == '-' && digits.isEmpty()))) {
    if (c != ignore) digits += (char)c;
    read();
    c = timedPeek();
  }
  return digits.toFloat();
}

size_t Stream::readBytes(char *into, size_t length) {
  size_t n = 0;
  while (n < length) {
    int c = timedRead();
    if (c < 0) break;
    into[n++] = (char)c;
  }
  return n;
}

size_t Stream::readBytesUntil(char end, char *into, size_t length) {
  size_t n = 0;
  while (n < length) {
    int c = timedRead();
    if (c < 0 || c == end) break;
    into[n++] = (char)c;
  }
  return n;
}

String Stream::readString() {
  String text;
  for (int c = timedRead(); c >= 0; c = timedRead()) text += (char)c;
  return text;
}

String Stream::readStringUntil(char end) {
  String text;
  for (int c = timedRead(); c >= 0 && c != end; c = timedRead()) text += (char)c;
  return text;
}
