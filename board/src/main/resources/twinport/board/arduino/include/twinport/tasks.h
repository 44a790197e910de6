// SPDX-License-Identifier: MIT
// What the code behind FreeRTOS shares. The host hands the baton on wherever a task waits; what is
// here needs no locks.
#pragma once
#include "freertos/task.h"
#include "twinport/host.h"

namespace twinport {
// Waits for the next give, send, notification or resume anywhere, at most so many milliseconds;
// portMAX_DELAY: for ever. May return for nothing: look again.
void wait_for_others(TickType_t ms);
// After a wait: a suspended task stays here, and a stack that ran over ends the sketch.
void resume_task();

// Waits until `ready` says so; false when the ticks are over.
template <class Ready>
bool wait_until(Ready ready, TickType_t ticks) {
  const TickType_t start = host_millis();
  while (!ready()) {
    TickType_t left = portMAX_DELAY;
    if (ticks != portMAX_DELAY) {
      const TickType_t gone = host_millis() - start;
      if (gone >= ticks) return false;
      left = ticks - gone;
    }
    wait_for_others(left);
  }
  return true;
}
}  // namespace twinport
