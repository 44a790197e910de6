// SPDX-License-Identifier: MIT
// FreeRTOS software timers.
#include "freertos/timers.h"

#include "Arduino.h"
#include "twinport/background.h"

struct tmrTimerControl {
  const char *name;
  TickType_t period;
  bool again;
  void *id;
  void (*with_timer)(TimerHandle_t);
  TimerCallbackFunction_t without;
  TickType_t started;
  bool active;
  tmrTimerControl *next;
};

namespace {
TimerHandle_t first = nullptr;

bool is_due(TimerHandle_t timer, TickType_t now) {
  return timer->active && now - timer->started >= timer->period;
}

// A callback may change or delete any timer: the list is walked anew after each one.
void run_timers() {
  const TickType_t now = millis();
  for (TimerHandle_t timer = first; timer;) {
    if (!is_due(timer, now)) {
      timer = timer->next;
      continue;
    }
    timer->started += timer->period;
    timer->active = timer->again;
    if (timer->with_timer) timer->with_timer(timer);
    else if (timer->without) timer->without();
    timer = first;
  }
}

TimerHandle_t made(const char *name, TickType_t period, bool again, void *id,
                   void (*with_timer)(TimerHandle_t), TimerCallbackFunction_t without) {
  if (!period) return nullptr;
  TimerHandle_t timer = static_cast<TimerHandle_t>(malloc(sizeof(tmrTimerControl)));
  if (!timer) return nullptr;
  *timer = tmrTimerControl{name, period, again, id, with_timer, without, 0, false, first};
  first = timer;
  twinport::in_background(run_timers);
  return timer;
}
}  // namespace

TimerHandle_t xTimerCreate(const char *name, TickType_t period, UBaseType_t again, void *id,
                           void (*call)(TimerHandle_t)) {
  return made(name, period, again, id, call, nullptr);
}
TimerHandle_t xTimerCreate(const char *name, TickType_t period, UBaseType_t again, void *id,
                           TimerCallbackFunction_t call) {
  return made(name, period, again, id, nullptr, call);
}

BaseType_t xTimerStart(TimerHandle_t timer, TickType_t) {
  timer->started = millis();
  timer->active = true;
  return pdPASS;
}
BaseType_t xTimerReset(TimerHandle_t timer, TickType_t ticks) { return xTimerStart(timer, ticks); }
BaseType_t xTimerStop(TimerHandle_t timer, TickType_t) {
  timer->active = false;
  return pdPASS;
}
BaseType_t xTimerChangePeriod(TimerHandle_t timer, TickType_t period, TickType_t ticks) {
  if (!period) return pdFAIL;
  timer->period = period;
  return xTimerStart(timer, ticks);
}
BaseType_t xTimerDelete(TimerHandle_t timer, TickType_t) {
  for (TimerHandle_t *at = &first; *at; at = &(*at)->next) {
    if (*at != timer) continue;
    *at = timer->next;
    free(timer);
    return pdPASS;
  }
  return pdFAIL;
}
BaseType_t xTimerIsTimerActive(TimerHandle_t timer) { return timer->active ? pdTRUE : pdFALSE; }
void *pvTimerGetTimerID(TimerHandle_t timer) { return timer->id; }
void vTimerSetTimerID(TimerHandle_t timer, void *id) { timer->id = id; }
const char *pcTimerGetName(TimerHandle_t timer) { return timer->name; }
