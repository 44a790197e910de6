// SPDX-License-Identifier: MIT
#include "Ticker.h"

#include "twinport/background.h"

Ticker *Ticker::first_ = nullptr;

void Ticker::start(uint32_t ms, bool again, callback_function_t call) {
  detach();
  call_ = call;
  period_ms_ = ms ? ms : 1;
  last_ms_ = millis();
  again_ = again;
  active_ = true;
  next_ = first_;
  first_ = this;
  twinport::in_background(run);
}

void Ticker::detach() {
  active_ = false;
  for (Ticker **at = &first_; *at; at = &(*at)->next_) {
    if (*at == this) {
      *at = next_;
      break;
    }
  }
  if (!first_) twinport::out_of_background(run);
}

// A call may detach any ticker, its own too: the list is walked anew after each one.
void Ticker::run() {
  for (bool found = true; found;) {
    found = false;
    uint32_t now = millis();
    for (Ticker *each = first_; each; each = each->next_) {
      if (now - each->last_ms_ < each->period_ms_) continue;
      each->last_ms_ += each->period_ms_;
      callback_function_t call = each->call_;
      if (!each->again_) each->detach();
      call();
      found = true;
      break;
    }
  }
}
