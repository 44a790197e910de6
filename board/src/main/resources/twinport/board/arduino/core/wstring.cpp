// SPDX-License-Identifier: MIT
#include "WString.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <utility>

const String emptyString;

namespace {
// Bits of the longest number in base 2, a sign and the end.
constexpr unsigned kDigits = 66;
constexpr unsigned kMaxDecimals = 40;
}  // namespace

String::String(const char *text) {
  if (text) concat(text, strlen(text));
}
String::String(const char *text, unsigned int length) {
  if (text) concat(text, length);
}
String::String(const String &other) { *this = other; }
String::String(String &&other) { *this = std::move(other); }
String::String(StringSumHelper &&other) { *this = std::move((String &)other); }
String::String(char c) { concat(&c, 1); }
String::String(unsigned char value, unsigned char base) { number(value, false, base); }
String::String(int value, unsigned char base) : String((long)value, base) {}
String::String(unsigned int value, unsigned char base) { number(value, false, base); }
String::String(long value, unsigned char base) {
  // Only decimal numbers have a sign; the others show the 32 bits.
  bool negative = base == 10 && value < 0;
  number(negative ? 0ULL - (long long)value : (unsigned long)value, negative, base);
}
String::String(unsigned long value, unsigned char base) { number(value, false, base); }
String::String(long long value, unsigned char base) {
  bool negative = base == 10 && value < 0;
  number(negative ? 0ULL - (unsigned long long)value : (unsigned long long)value, negative, base);
}
String::String(unsigned long long value, unsigned char base) { number(value, false, base); }
String::String(float value, unsigned int decimals) : String((double)value, decimals) {}
String::String(double value, unsigned int decimals) {
  char digits[400];
  if (decimals > kMaxDecimals) decimals = kMaxDecimals;
  concat(digits, snprintf(digits, sizeof digits, "%.*f", (int)decimals, value));
}
String::~String() { free(text_); }

void String::number(unsigned long long magnitude, bool negative, unsigned char base) {
  char digits[kDigits];
  unsigned at = sizeof digits;
  if (base < 2 || base > 36) base = 10;
  do {
    digits[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[magnitude % base];
    magnitude /= base;
  } while (magnitude);
  if (negative) digits[--at] = '-';
  concat(digits + at, sizeof digits - at);
}

String &String::operator=(const String &other) {
  if (this == &other) return *this;
  if (!other.text_) {
    invalidate();
    return *this;
  }
  clear();
  concat(other.text_, other.length_);
  return *this;
}

String &String::operator=(String &&other) {
  if (this != &other) {
    std::swap(text_, other.text_);
    std::swap(length_, other.length_);
    std::swap(capacity_, other.capacity_);
    other.invalidate();
  }
  return *this;
}

String &String::operator=(const char *text) {
  if (!text) {
    invalidate();
    return *this;
  }
  String copy(text);  // the text may be a part of this one
  return *this = std::move(copy);
}

bool String::reserve(unsigned int size) {
  if (text_ && capacity_ >= size) return true;
  char *grown = (char *)realloc(text_, size + 1);
  if (!grown) return false;
  if (!text_) grown[0] = 0;
  text_ = grown;
  capacity_ = size;
  return true;
}

void String::clear() {
  length_ = 0;
  if (text_) text_[0] = 0;
}

void String::invalidate() {
  free(text_);
  text_ = nullptr;
  length_ = capacity_ = 0;
}

char *String::writable() {
  static char none;
  none = 0;
  return text_ ? text_ : &none;
}

bool String::concat(const char *text, unsigned int length) {
  if (!text) return false;
  bool own = text_ && text >= text_ && text <= text_ + length_;
  size_t offset = own ? text - text_ : 0;
  unsigned int needed = length_ + length;
  unsigned int room = capacity_;
  if (!text_ || needed > room) {
    room = needed > 32 ? needed + needed / 4 : needed;
    if (!reserve(room) && !reserve(needed)) return false;
  }
  memmove(text_ + length_, own ? text_ + offset : text, length);
  length_ = needed;
  text_[length_] = 0;
  return true;
}
bool String::concat(const String &other) { return concat(other.c_str(), other.length_); }
bool String::concat(const char *text) { return text && concat(text, strlen(text)); }

bool String::equals(const String &other) const {
  return length_ == other.length_ && memcmp(c_str(), other.c_str(), length_) == 0;
}
bool String::equalsIgnoreCase(const String &other) const {
  return length_ == other.length_ && strcasecmp(c_str(), other.c_str()) == 0;
}
bool String::equalsConstantTime(const String &other) const {
  if (length_ != other.length_) return false;
  unsigned char difference = 0;
  for (unsigned i = 0; i < length_; i++) difference |= text_[i] ^ other.text_[i];
  return difference == 0;
}
bool String::startsWith(const String &prefix, unsigned int from) const {
  return from + prefix.length_ <= length_ &&
         memcmp(c_str() + from, prefix.c_str(), prefix.length_) == 0;
}
bool String::endsWith(const String &suffix) const {
  return suffix.length_ <= length_ && startsWith(suffix, length_ - suffix.length_);
}

void String::setCharAt(unsigned int index, char c) {
  if (index < length_) text_[index] = c;
}
char &String::operator[](unsigned int index) {
  static char none;
  if (index >= length_) {
    none = 0;
    return none;
  }
  return text_[index];
}
void String::getBytes(unsigned char *into, unsigned int size, unsigned int from) const {
  if (!into || !size) return;
  unsigned int n = from < length_ ? length_ - from : 0;
  if (n > size - 1) n = size - 1;
  memcpy(into, c_str() + (n ? from : 0), n);
  into[n] = 0;
}

int String::indexOf(char c, unsigned int from) const {
  for (unsigned i = from; i < length_; i++) {
    if (text_[i] == c) return (int)i;
  }
  return -1;
}
int String::indexOf(const String &other, unsigned int from) const {
  for (unsigned i = from; i + other.length_ <= length_; i++) {
    if (startsWith(other, i)) return (int)i;
  }
  return -1;
}
int String::lastIndexOf(char c) const { return length_ ? lastIndexOf(c, length_ - 1) : -1; }
int String::lastIndexOf(char c, unsigned int from) const {
  for (int i = (int)(from < length_ ? from + 1 : length_) - 1; i >= 0; i--) {
    if (text_[i] == c) return i;
  }
  return -1;
}
int String::lastIndexOf(const String &other) const {
  return other.length_ > length_ ? -1 : lastIndexOf(other, length_ - other.length_);
}
int String::lastIndexOf(const String &other, unsigned int from) const {
  if (other.length_ == 0 || other.length_ > length_) return -1;
  unsigned last = length_ - other.length_;
  for (int i = (int)(from < last ? from : last); i >= 0; i--) {
    if (startsWith(other, i)) return i;
  }
  return -1;
}
String String::substring(unsigned int from, unsigned int to) const {
  if (from > to) std::swap(from, to);
  if (to > length_) to = length_;
  return from >= to ? String() : String(text_ + from, to - from);
}

void String::replace(char find, char with) {
  for (unsigned i = 0; i < length_; i++) {
    if (text_[i] == find) text_[i] = with;
  }
}
void String::replace(const String &find, const String &with) {
  if (find.length_ == 0 || indexOf(find) < 0) return;
  String result;
  unsigned at = 0;
  for (int hit = indexOf(find); hit >= 0; hit = indexOf(find, at)) {
    if (!result.concat(text_ + at, hit - at) || !result.concat(with)) return;
    at = hit + find.length_;
  }
  if (result.concat(text_ + at, length_ - at)) *this = std::move(result);
}
void String::remove(unsigned int index, unsigned int count) {
  if (index >= length_) return;
  if (count > length_ - index) count = length_ - index;
  memmove(text_ + index, text_ + index + count, length_ - index - count + 1);
  length_ -= count;
}
void String::toLowerCase() {
  for (unsigned i = 0; i < length_; i++) text_[i] = tolower((unsigned char)text_[i]);
}
void String::toUpperCase() {
  for (unsigned i = 0; i < length_; i++) text_[i] = toupper((unsigned char)text_[i]);
}
void String::trim() {
  unsigned from = 0, to = length_;
  while (from < to && isspace((unsigned char)text_[from])) from++;
  while (to > from && isspace((unsigned char)text_[to - 1])) to--;
  if (!text_) return;
  memmove(text_, text_ + from, to - from);
  length_ = to - from;
  text_[length_] = 0;
}
long String::toInt() const { return atol(c_str()); }
double String::toDouble() const { return atof(c_str()); }
