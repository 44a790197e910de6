// SPDX-License-Identifier: MIT
// JSON (RFC 8259) with the calls of ArduinoJson 6 and 7 that tutorials use. Memory grows as needed:
// the sizes of version 6 are taken and not kept to.
#pragma once
#include <cmath>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "Arduino.h"

#define ARDUINOJSON_VERSION_MAJOR 7
#define JSON_OBJECT_SIZE(n) ((n) * 16)
#define JSON_ARRAY_SIZE(n) ((n) * 16)

namespace twinport_json {
struct Node;
using Ref = std::shared_ptr<Node>;
enum class Kind { Null, Bool, Whole, Real, Text, Object, Array };
struct Node {
  Kind kind = Kind::Null;
  bool truth = false;
  long long whole = 0;
  double real = 0;
  String text;
  std::vector<std::pair<String, Ref>> members;
  std::vector<Ref> items;
  void reset(Kind next) {
    *this = Node();
    kind = next;
  }
  Ref find(const String &key) const {
    for (auto &each : members)
      if (each.first == key) return each.second;
    return nullptr;
  }
};

inline void write_text(Print &out, const String &text) {
  out.print('"');
  for (size_t i = 0; i < text.length(); i++) {
    unsigned char c = (unsigned char)text[i];
    switch (c) {
      case '"': out.print("\\\""); break;
      case '\\': out.print("\\\\"); break;
      case '\n': out.print("\\n"); break;
      case '\r': out.print("\\r"); break;
      case '\t': out.print("\\t"); break;
      default:
        if (c < 0x20)
          out.printf("\\u%04x", c);
        else
          out.write(c);
    }
  }
  out.print('"');
}
inline void write_real(Print &out, double value) {
  if (!std::isfinite(value)) {
    out.print("null");
    return;
  }
  char digits[32];
  for (int precision = 6; precision <= 17; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, value);
    double back = strtod(digits, nullptr);
    if (back == value || (float)back == (float)value) break;
  }
  out.print(digits);
}
inline void indent(Print &out, int depth) {
  out.print("\r\n");
  while (depth-- > 0) out.print("  ");
}
inline void write(Print &out, const Ref &node, bool pretty = false, int depth = 0) {
  if (!node) {
    out.print("null");
    return;
  }
  switch (node->kind) {
    case Kind::Null: out.print("null"); break;
    case Kind::Bool: out.print(node->truth ? "true" : "false"); break;
    case Kind::Whole: out.printf("%lld", node->whole); break;
    case Kind::Real: write_real(out, node->real); break;
    case Kind::Text: write_text(out, node->text); break;
    case Kind::Object:
    case Kind::Array: {
      bool object = node->kind == Kind::Object;
      size_t size = object ? node->members.size() : node->items.size();
      out.print(object ? '{' : '[');
      for (size_t i = 0; i < size; i++) {
        if (i) out.print(',');
        if (pretty) indent(out, depth + 1);
        if (object) {
          write_text(out, node->members[i].first);
          out.print(pretty ? ": " : ":");
        }
        write(out, object ? node->members[i].second : node->items[i], pretty, depth + 1);
      }
      if (pretty && size) indent(out, depth);
      out.print(object ? '}' : ']');
    }
  }
}

// Reads one value; depth is bounded as ArduinoJson's nesting limit is.
class Parser {
 public:
  Parser(const char *text, size_t length) : at_(text), end_(text + length) {}
  enum Error { Ok, Empty, Incomplete, Invalid, TooDeep };
  Error read(const Ref &into) {
    space();
    if (at_ == end_) return Empty;
    return value(into, 0);
  }

 private:
  static constexpr int kDeepest = 10;
  void space() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) at_++;
  }
  bool take(char c) {
    space();
    if (at_ == end_ || *at_ != c) return false;
    at_++;
    return true;
  }
  Error bad() { return at_ == end_ ? Incomplete : Invalid; }
  Error word(const char *letters) {
    for (; *letters; letters++, at_++)
      if (at_ == end_ || *at_ != *letters) return bad();
    return Ok;
  }
  Error value(const Ref &into, int depth) {
    if (depth > kDeepest) return TooDeep;
    space();
    if (at_ == end_) return Incomplete;
    switch (*at_) {
      case '{': return object(into, depth);
      case '[': return array(into, depth);
      case '"': into->reset(Kind::Text); return text(into->text);
      case 't': into->reset(Kind::Bool); into->truth = true; return word("true");
      case 'f': into->reset(Kind::Bool); return word("false");
      case 'n': into->reset(Kind::Null); return word("null");
      default: return number(into);
    }
  }
  Error object(const Ref &into, int depth) {
    into->reset(Kind::Object);
    at_++;
    if (take('}')) return Ok;
    do {
      space();
      if (at_ == end_ || *at_ != '"') return bad();
      String key;
      if (Error e = text(key)) return e;
      if (!take(':')) return bad();
      Ref member = std::make_shared<Node>();
      if (Error e = value(member, depth + 1)) return e;
      into->members.push_back({key, member});
    } while (take(','));
    return take('}') ? Ok : bad();
  }
  Error array(const Ref &into, int depth) {
    into->reset(Kind::Array);
    at_++;
    if (take(']')) return Ok;
    do {
      Ref item = std::make_shared<Node>();
      if (Error e = value(item, depth + 1)) return e;
      into->items.push_back(item);
    } while (take(','));
    return take(']') ? Ok : bad();
  }
  Error number(const Ref &into) {
    char digits[40];
    size_t count = 0;
    bool real = false;
    while (at_ < end_ && count + 1 < sizeof digits && strchr("+-0123456789.eE", *at_) && *at_) {
      real |= *at_ == '.' || *at_ == 'e' || *at_ == 'E';
      digits[count++] = *at_++;
    }
    digits[count] = 0;
    char *rest;
    double value = strtod(digits, &rest);
    if (!count || *rest) return bad();
    into->reset(real ? Kind::Real : Kind::Whole);
    into->real = value;
    into->whole = real ? (long long)value : strtoll(digits, nullptr, 10);
    return Ok;
  }
  Error text(String &into) {
    for (at_++; at_ < end_ && *at_ != '"'; at_++) {
      if (*at_ != '\\') {
        into += *at_;
        continue;
      }
      if (++at_ == end_) return Incomplete;
      const char *plain = strchr("\"\"\\\\//b\bf\fn\nr\rt\t", *at_);
      if (*at_ == 'u') {
        if (end_ - at_ < 5) return Incomplete;
        char hex[5] = {at_[1], at_[2], at_[3], at_[4], 0};
        unsigned code = (unsigned)strtoul(hex, nullptr, 16);
        if (code >= 0x800) into += (char)(0xE0 | code >> 12);
        if (code >= 0x80) into += (char)(code >= 0x800 ? 0x80 | (code >> 6 & 0x3F) : 0xC0 | code >> 6);
        into += (char)(code >= 0x80 ? 0x80 | (code & 0x3F) : code);
        at_ += 4;
      } else if (plain) {
        into += plain[1];
      } else {
        return Invalid;
      }
    }
    if (at_ == end_) return Incomplete;
    at_++;
    return Ok;
  }
  const char *at_;
  const char *end_;
};

// Text that is collected.
class Collected : public Print {
 public:
  String text;
  using Print::write;
  size_t write(uint8_t byte) override {
    text += (char)byte;
    return 1;
  }
};
}  // namespace twinport_json

class JsonObject;
class JsonArray;

// A value, or the place of one that is not there yet.
class JsonVariant {
 public:
  using Node = twinport_json::Node;
  using Ref = twinport_json::Ref;
  using Kind = twinport_json::Kind;

  JsonVariant() {}
  explicit JsonVariant(Ref node) : node_(node) {}
  JsonVariant(std::shared_ptr<JsonVariant> up, String key) : up_(up), key_(key), named_(true) {}
  JsonVariant(std::shared_ptr<JsonVariant> up, size_t index) : up_(up), index_(index) {}
  JsonVariant(const JsonVariant &) = default;

  Ref find() const {
    if (!up_) return node_;
    Ref parent = up_->find();
    if (!parent) return nullptr;
    if (named_) return parent->kind == Kind::Object ? parent->find(key_) : nullptr;
    return parent->kind == Kind::Array && index_ < parent->items.size() ? parent->items[index_] : nullptr;
  }
  Ref make() {
    if (!up_) return node_ ? node_ : node_ = std::make_shared<Node>();
    Ref parent = up_->make();
    if (named_) {
      if (parent->kind != Kind::Object) parent->reset(Kind::Object);
      if (Ref there = parent->find(key_)) return there;
      parent->members.push_back({key_, std::make_shared<Node>()});
      return parent->members.back().second;
    }
    if (parent->kind != Kind::Array) parent->reset(Kind::Array);
    while (parent->items.size() <= index_) parent->items.push_back(std::make_shared<Node>());
    return parent->items[index_];
  }

  JsonVariant operator[](const char *key) const { return {std::make_shared<JsonVariant>(*this), String(key)}; }
  JsonVariant operator[](const String &key) const { return {std::make_shared<JsonVariant>(*this), key}; }
  template <class N, class = std::enable_if_t<std::is_integral<N>::value>>
  JsonVariant operator[](N index) const {
    return {std::make_shared<JsonVariant>(*this), (size_t)index};
  }

  bool isNull() const {
    Ref node = find();
    return !node || node->kind == Kind::Null;
  }
  size_t size() const {
    Ref node = find();
    return !node ? 0 : node->kind == Kind::Object ? node->members.size() : node->items.size();
  }
  bool containsKey(const String &key) const {
    Ref node = find();
    return node && node->kind == Kind::Object && node->find(key);
  }
  void remove(const String &key) {
    Ref node = find();
    if (!node) return;
    for (size_t i = 0; i < node->members.size(); i++)
      if (node->members[i].first == key) node->members.erase(node->members.begin() + i--);
  }
  void clear() {
    if (Ref node = find()) node->reset(Kind::Null);
  }

  template <class T>
  bool set(const T &value) {
    put(make(), value);
    return true;
  }
  JsonVariant &operator=(const JsonVariant &other) {
    Ref from = other.find();
    Ref to = make();
    if (from)
      *to = *from;
    else
      to->reset(Kind::Null);
    return *this;
  }
  template <class T>
  JsonVariant &operator=(const T &value) {
    set(value);
    return *this;
  }
  template <class T>
  bool add(const T &value) {
    Ref node = make();
    if (node->kind != Kind::Array) node->reset(Kind::Array);
    node->items.push_back(std::make_shared<Node>());
    put(node->items.back(), value);
    return true;
  }
  template <class T>
  T add();
  template <class T>
  T to();
  JsonObject createNestedObject(const String &key);
  JsonArray createNestedArray(const String &key);
  JsonObject createNestedObject();

  template <class T>
  bool is() const {
    Ref node = find();
    Kind kind = node ? node->kind : Kind::Null;
    if constexpr (std::is_same<T, bool>::value) return kind == Kind::Bool;
    else if constexpr (std::is_integral<T>::value) return kind == Kind::Whole;
    else if constexpr (std::is_floating_point<T>::value) return kind == Kind::Whole || kind == Kind::Real;
    else if constexpr (std::is_same<T, JsonObject>::value) return kind == Kind::Object;
    else if constexpr (std::is_same<T, JsonArray>::value) return kind == Kind::Array;
    else return kind == Kind::Text;
  }
  template <class T>
  T as() const {
    Ref node = find();
    if constexpr (std::is_same<T, String>::value) {
      if (!node || node->kind == Kind::Null) return String("null");
      if (node->kind == Kind::Text) return node->text;
      twinport_json::Collected out;
      twinport_json::write(out, node);
      return out.text;
    } else if constexpr (std::is_same<T, const char *>::value || std::is_same<T, char *>::value) {
      return node && node->kind == Kind::Text ? (T)node->text.c_str() : nullptr;
    } else if constexpr (std::is_same<T, bool>::value) {
      return node && (node->truth || node->whole || node->real);
    } else if constexpr (std::is_arithmetic<T>::value) {
      if (!node) return 0;
      if (node->kind == Kind::Text) return (T)strtod(node->text.c_str(), nullptr);
      return node->kind == Kind::Bool ? (T)node->truth : node->kind == Kind::Real ? (T)node->real : (T)node->whole;
    } else {
      return T(*this);
    }
  }
  template <class T, class = std::enable_if_t<std::is_arithmetic<T>::value || std::is_same<T, const char *>::value ||
                                              std::is_same<T, String>::value>>
  operator T() const {
    return as<T>();
  }
  template <class T>
  T operator|(T otherwise) const {
    return is<T>() ? as<T>() : otherwise;
  }
  const char *operator|(const char *otherwise) const {
    return is<const char *>() ? as<const char *>() : otherwise;
  }
  bool operator==(const char *other) const { return is<const char *>() && as<String>() == other; }
  bool operator!=(const char *other) const { return !(*this == other); }
  bool operator==(const String &other) const { return *this == other.c_str(); }
  template <class T, class = std::enable_if_t<std::is_arithmetic<T>::value>>
  bool operator==(T other) const {
    return is<T>() && as<T>() == other;
  }

 protected:
  static void put(const Ref &to, const JsonVariant &value) {
    if (Ref from = value.find()) *to = *from;
  }
  static void put(const Ref &to, const char *value) {
    to->reset(value ? Kind::Text : Kind::Null);
    if (value) to->text = value;
  }
  static void put(const Ref &to, const String &value) { put(to, value.c_str()); }
  template <class T, class = std::enable_if_t<std::is_arithmetic<T>::value>>
  static void put(const Ref &to, T value) {
    if constexpr (std::is_same<T, bool>::value) {
      to->reset(Kind::Bool);
      to->truth = value;
    } else if constexpr (std::is_integral<T>::value) {
      to->reset(Kind::Whole);
      to->whole = (long long)value;
    } else {
      to->reset(Kind::Real);
      to->real = (double)value;
    }
  }
  static void put(const Ref &to, std::nullptr_t) { to->reset(Kind::Null); }

  Ref node_;
  std::shared_ptr<JsonVariant> up_;
  String key_;
  size_t index_ = 0;
  bool named_ = false;
};
using JsonVariantConst = JsonVariant;

class JsonPair {
 public:
  struct Key {
    String text;
    const char *c_str() const { return text.c_str(); }
    bool operator==(const char *other) const { return text == other; }
  };
  JsonPair(String key, JsonVariant::Ref value) : key_{key}, value_(value) {}
  const Key &key() const { return key_; }
  JsonVariant value() const { return value_; }

 private:
  Key key_;
  JsonVariant value_;
};

class JsonArray : public JsonVariant {
 public:
  JsonArray() {}
  JsonArray(const JsonVariant &value) : JsonVariant(value) {}
  using JsonVariant::operator=;
  struct Each {
    Ref node;
    size_t at;
    JsonVariant operator*() const { return JsonVariant(node->items[at]); }
    Each &operator++() {
      at++;
      return *this;
    }
    bool operator!=(const Each &other) const { return at != other.at; }
  };
  Each begin() const { return {find(), 0}; }
  Each end() const { return {find(), size()}; }
};
class JsonObject : public JsonVariant {
 public:
  JsonObject() {}
  JsonObject(const JsonVariant &value) : JsonVariant(value) {}
  using JsonVariant::operator=;
  struct Each {
    Ref node;
    size_t at;
    JsonPair operator*() const { return JsonPair(node->members[at].first, node->members[at].second); }
    Each &operator++() {
      at++;
      return *this;
    }
    bool operator!=(const Each &other) const { return at != other.at; }
  };
  Each begin() const { return {find(), 0}; }
  Each end() const { return {find(), size()}; }
};
using JsonObjectConst = JsonObject;
using JsonArrayConst = JsonArray;

template <class T>
T JsonVariant::to() {
  Ref node = make();
  node->reset(std::is_same<T, JsonArray>::value ? Kind::Array : Kind::Object);
  return T(JsonVariant(node));
}
template <class T>
T JsonVariant::add() {
  Ref node = make();
  if (node->kind != Kind::Array) node->reset(Kind::Array);
  node->items.push_back(std::make_shared<Node>());
  return JsonVariant(node->items.back()).to<T>();
}
inline JsonObject JsonVariant::createNestedObject(const String &key) { return (*this)[key].to<JsonObject>(); }
inline JsonArray JsonVariant::createNestedArray(const String &key) { return (*this)[key].to<JsonArray>(); }
inline JsonObject JsonVariant::createNestedObject() { return add<JsonObject>(); }

class JsonDocument : public JsonVariant {
 public:
  JsonDocument() : JsonVariant(std::make_shared<Node>()) {}
  explicit JsonDocument(size_t) : JsonDocument() {}
  using JsonVariant::operator=;
  bool overflowed() const { return false; }
  size_t memoryUsage() const { return 0; }
  size_t capacity() const { return 0; }
};
template <size_t N>
class StaticJsonDocument : public JsonDocument {
 public:
  using JsonDocument::operator=;
};
class DynamicJsonDocument : public JsonDocument {
 public:
  explicit DynamicJsonDocument(size_t size) : JsonDocument(size) {}
  using JsonDocument::operator=;
};

class DeserializationError {
 public:
  enum Code { Ok, EmptyInput, IncompleteInput, InvalidInput, NoMemory, TooDeep };
  DeserializationError(Code code = Ok) : code_(code) {}
  explicit operator bool() const { return code_ != Ok; }
  bool operator==(Code other) const { return code_ == other; }
  bool operator!=(Code other) const { return code_ != other; }
  Code code() const { return code_; }
  const char *c_str() const {
    const char *words[] = {"Ok", "EmptyInput", "IncompleteInput", "InvalidInput", "NoMemory", "TooDeep"};
    return words[code_];
  }
  const __FlashStringHelper *f_str() const { return (const __FlashStringHelper *)c_str(); }

 private:
  Code code_;
};

inline DeserializationError deserializeJson(JsonDocument &doc, const char *text, size_t length) {
  JsonVariant::Ref root = doc.make();
  root->reset(twinport_json::Kind::Null);
  switch (twinport_json::Parser(text, length).read(root)) {
    case twinport_json::Parser::Ok: return DeserializationError::Ok;
    case twinport_json::Parser::Empty: return DeserializationError::EmptyInput;
    case twinport_json::Parser::Incomplete: return DeserializationError::IncompleteInput;
    case twinport_json::Parser::TooDeep: return DeserializationError::TooDeep;
    default: return DeserializationError::InvalidInput;
  }
}
inline DeserializationError deserializeJson(JsonDocument &doc, const char *text) {
  return deserializeJson(doc, text, strlen(text));
}
inline DeserializationError deserializeJson(JsonDocument &doc, const String &text) {
  return deserializeJson(doc, text.c_str(), text.length());
}
inline DeserializationError deserializeJson(JsonDocument &doc, const uint8_t *text, size_t length) {
  return deserializeJson(doc, (const char *)text, length);
}
inline DeserializationError deserializeJson(JsonDocument &doc, Stream &in) {
  return deserializeJson(doc, in.readString());
}

inline size_t serializeJson(const JsonVariant &value, String &into) {
  twinport_json::Collected out;
  twinport_json::write(out, value.find());
  into = out.text;
  return into.length();
}
inline size_t serializeJson(const JsonVariant &value, Print &out) {
  String text;
  serializeJson(value, text);
  return out.print(text);
}
inline size_t serializeJson(const JsonVariant &value, char *into, size_t size) {
  String text;
  serializeJson(value, text);
  if (!size) return 0;
  size_t count = text.length() < size - 1 ? text.length() : size - 1;
  memcpy(into, text.c_str(), count);
  into[count] = 0;
  return count;
}
template <size_t N>
size_t serializeJson(const JsonVariant &value, char (&into)[N]) {
  return serializeJson(value, into, N);
}
inline size_t serializeJsonPretty(const JsonVariant &value, Print &out) {
  twinport_json::Collected text;
  twinport_json::write(text, value.find(), true);
  return out.print(text.text);
}
inline size_t serializeJsonPretty(const JsonVariant &value, String &into) {
  twinport_json::Collected text;
  twinport_json::write(text, value.find(), true);
  into = text.text;
  return into.length();
}
inline size_t measureJson(const JsonVariant &value) {
  String text;
  return serializeJson(value, text);
}
