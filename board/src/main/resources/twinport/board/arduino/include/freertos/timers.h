// SPDX-License-Identifier: MIT
// Timers run while some task waits, at most 10 ms late.
#pragma once
#include "FreeRTOS.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tmrTimerControl;
typedef struct tmrTimerControl *TimerHandle_t;
// Sketches cast functions without a parameter to this, which WebAssembly would not let be called
// with one. So this is the type without, and a callback with its parameter has its own overload.
typedef void (*TimerCallbackFunction_t)();

#ifdef __cplusplus
extern "C++" {
TimerHandle_t xTimerCreate(const char *name, TickType_t period, UBaseType_t again, void *id,
                           void (*call)(TimerHandle_t));
TimerHandle_t xTimerCreate(const char *name, TickType_t period, UBaseType_t again, void *id,
                           TimerCallbackFunction_t call);
}
#endif
BaseType_t xTimerStart(TimerHandle_t timer, TickType_t ticks);
BaseType_t xTimerStop(TimerHandle_t timer, TickType_t ticks);
BaseType_t xTimerReset(TimerHandle_t timer, TickType_t ticks);
BaseType_t xTimerChangePeriod(TimerHandle_t timer, TickType_t period, TickType_t ticks);
BaseType_t xTimerDelete(TimerHandle_t timer, TickType_t ticks);
BaseType_t xTimerIsTimerActive(TimerHandle_t timer);
void *pvTimerGetTimerID(TimerHandle_t timer);
void vTimerSetTimerID(TimerHandle_t timer, void *id);
const char *pcTimerGetName(TimerHandle_t timer);
static inline BaseType_t xTimerStartFromISR(TimerHandle_t timer, BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xTimerStart(timer, 0);
}
static inline BaseType_t xTimerStopFromISR(TimerHandle_t timer, BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xTimerStop(timer, 0);
}
#ifdef __cplusplus
}
#endif
