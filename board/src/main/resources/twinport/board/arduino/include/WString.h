// SPDX-License-Identifier: MIT
// Arduino's String: a text that grows on the heap. When memory is short it becomes invalid (false
// in a condition) and empty, it never stops the program.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

class __FlashStringHelper;
#define FPSTR(text) (reinterpret_cast<const __FlashStringHelper *>(text))
#define F(literal) (reinterpret_cast<const __FlashStringHelper *>(literal))

class StringSumHelper;

class String {
 public:
  String(const char *text = "");
  String(const char *text, unsigned int length);
  String(const uint8_t *text, unsigned int length) : String((const char *)text, length) {}
  String(const __FlashStringHelper *text) : String((const char *)text) {}
  String(const String &other);
  String(String &&other);
  String(StringSumHelper &&other);
  explicit String(char c);
  explicit String(unsigned char value, unsigned char base = 10);
  explicit String(int value, unsigned char base = 10);
  explicit String(unsigned int value, unsigned char base = 10);
  explicit String(long value, unsigned char base = 10);
  explicit String(unsigned long value, unsigned char base = 10);
  explicit String(long long value, unsigned char base = 10);
  explicit String(unsigned long long value, unsigned char base = 10);
  explicit String(float value, unsigned int decimals = 2);
  explicit String(double value, unsigned int decimals = 2);
  ~String();

  String &operator=(const String &other);
  String &operator=(String &&other);
  String &operator=(const char *text);
  String &operator=(const __FlashStringHelper *text) { return *this = (const char *)text; }

  bool reserve(unsigned int size);
  unsigned int length() const { return length_; }
  bool isEmpty() const { return length_ == 0; }
  void clear();
  const char *c_str() const { return text_ ? text_ : ""; }
  char *begin() { return writable(); }
  char *end() { return writable() + length_; }
  const char *begin() const { return c_str(); }
  const char *end() const { return c_str() + length_; }

  bool concat(const String &other);
  bool concat(const char *text);
  bool concat(const char *text, unsigned int length);
  bool concat(const uint8_t *text, unsigned int length) { return concat((const char *)text, length); }
  bool concat(const __FlashStringHelper *text) { return concat((const char *)text); }
  bool concat(char c) { return concat(&c, 1); }
  bool concat(unsigned char value) { return concat(String(value)); }
  bool concat(int value) { return concat(String(value)); }
  bool concat(unsigned int value) { return concat(String(value)); }
  bool concat(long value) { return concat(String(value)); }
  bool concat(unsigned long value) { return concat(String(value)); }
  bool concat(long long value) { return concat(String(value)); }
  bool concat(unsigned long long value) { return concat(String(value)); }
  bool concat(float value) { return concat(String(value)); }
  bool concat(double value) { return concat(String(value)); }
  template <class T>
  String &operator+=(const T &value) {
    concat(value);
    return *this;
  }

  explicit operator bool() const { return text_ != nullptr; }

  int compareTo(const String &other) const { return strcmp(c_str(), other.c_str()); }
  bool equals(const String &other) const;
  bool equals(const char *text) const { return strcmp(c_str(), text ? text : "") == 0; }
  bool equalsIgnoreCase(const String &other) const;
  bool equalsConstantTime(const String &other) const;
  bool operator==(const String &other) const { return equals(other); }
  bool operator==(const char *text) const { return equals(text); }
  bool operator!=(const String &other) const { return !equals(other); }
  bool operator!=(const char *text) const { return !equals(text); }
  bool operator<(const String &other) const { return compareTo(other) < 0; }
  bool operator>(const String &other) const { return compareTo(other) > 0; }
  bool operator<=(const String &other) const { return compareTo(other) <= 0; }
  bool operator>=(const String &other) const { return compareTo(other) >= 0; }
  bool startsWith(const String &prefix) const { return startsWith(prefix, 0); }
  bool startsWith(const char *prefix) const { return startsWith(String(prefix), 0); }
  bool startsWith(const String &prefix, unsigned int from) const;
  bool endsWith(const String &suffix) const;

  char charAt(unsigned int index) const { return operator[](index); }
  void setCharAt(unsigned int index, char c);
  char operator[](unsigned int index) const { return index < length_ ? text_[index] : 0; }
  char &operator[](unsigned int index);
  void getBytes(unsigned char *into, unsigned int size, unsigned int from = 0) const;
  void toCharArray(char *into, unsigned int size, unsigned int from = 0) const {
    getBytes((unsigned char *)into, size, from);
  }

  int indexOf(char c) const { return indexOf(c, 0); }
  int indexOf(char c, unsigned int from) const;
  int indexOf(const String &other) const { return indexOf(other, 0); }
  int indexOf(const String &other, unsigned int from) const;
  int lastIndexOf(char c) const;
  int lastIndexOf(char c, unsigned int from) const;
  int lastIndexOf(const String &other) const;
  int lastIndexOf(const String &other, unsigned int from) const;
  String substring(unsigned int from) const { return substring(from, length_); }
  String substring(unsigned int from, unsigned int to) const;

  void replace(char find, char with);
  void replace(const String &find, const String &with);
  void remove(unsigned int index) { remove(index, length_); }
  void remove(unsigned int index, unsigned int count);
  void toLowerCase();
  void toUpperCase();
  void trim();

  long toInt() const;
  float toFloat() const { return (float)toDouble(); }
  double toDouble() const;

 private:
  char *writable();
  void invalidate();
  void number(unsigned long long magnitude, bool negative, unsigned char base);

  char *text_ = nullptr;
  unsigned int length_ = 0;
  unsigned int capacity_ = 0;
};

// The result of operator+, kept apart so that a + b + c appends in place.
class StringSumHelper : public String {
 public:
  StringSumHelper(const String &text) : String(text) {}
  StringSumHelper(const char *text) : String(text) {}
  StringSumHelper(char c) : String(c) {}
  StringSumHelper(unsigned char value) : String(value) {}
  StringSumHelper(int value) : String(value) {}
  StringSumHelper(unsigned int value) : String(value) {}
  StringSumHelper(long value) : String(value) {}
  StringSumHelper(unsigned long value) : String(value) {}
  StringSumHelper(long long value) : String(value) {}
  StringSumHelper(unsigned long long value) : String(value) {}
  StringSumHelper(float value) : String(value) {}
  StringSumHelper(double value) : String(value) {}
};

inline StringSumHelper &sum_(const StringSumHelper &left) {
  return const_cast<StringSumHelper &>(left);
}
#define TWINPORT_STRING_SUM(type)                                             \
  inline StringSumHelper &operator+(const StringSumHelper &left, type right) { \
    sum_(left).concat(right);                                                 \
    return sum_(left);                                                        \
  }
TWINPORT_STRING_SUM(const String &)
TWINPORT_STRING_SUM(const char *)
TWINPORT_STRING_SUM(const __FlashStringHelper *)
TWINPORT_STRING_SUM(char)
TWINPORT_STRING_SUM(unsigned char)
TWINPORT_STRING_SUM(int)
TWINPORT_STRING_SUM(unsigned int)
TWINPORT_STRING_SUM(long)
TWINPORT_STRING_SUM(unsigned long)
TWINPORT_STRING_SUM(long long)
TWINPORT_STRING_SUM(unsigned long long)
TWINPORT_STRING_SUM(float)
TWINPORT_STRING_SUM(double)
#undef TWINPORT_STRING_SUM

inline bool operator==(const char *left, const String &right) { return right == left; }
inline bool operator!=(const char *left, const String &right) { return right != left; }
extern const String emptyString;
