// SPDX-License-Identifier: MIT
// Calls a function again and again, or once, while the sketch waits or between two loops.
#pragma once
#include <functional>

#include "Arduino.h"

class Ticker {
 public:
  using callback_function_t = std::function<void()>;
  Ticker() {}
  ~Ticker() { detach(); }
  void attach(float seconds, callback_function_t call) { start(seconds * 1000, true, call); }
  void attach_ms(uint32_t ms, callback_function_t call) { start(ms, true, call); }
  void once(float seconds, callback_function_t call) { start(seconds * 1000, false, call); }
  void once_ms(uint32_t ms, callback_function_t call) { start(ms, false, call); }
  template <class T>
  void attach(float seconds, void (*call)(T), T value) {
    start(seconds * 1000, true, [call, value] { call(value); });
  }
  template <class T>
  void attach_ms(uint32_t ms, void (*call)(T), T value) {
    start(ms, true, [call, value] { call(value); });
  }
  template <class T>
  void once(float seconds, void (*call)(T), T value) {
    start(seconds * 1000, false, [call, value] { call(value); });
  }
  template <class T>
  void once_ms(uint32_t ms, void (*call)(T), T value) {
    start(ms, false, [call, value] { call(value); });
  }
  void detach();
  bool active() const { return active_; }

 private:
  static void run();
  void start(uint32_t ms, bool again, callback_function_t call);

  static Ticker *first_;
  Ticker *next_ = nullptr;
  callback_function_t call_;
  uint32_t period_ms_ = 0;
  uint32_t last_ms_ = 0;
  bool again_ = false;
  bool active_ = false;
};
