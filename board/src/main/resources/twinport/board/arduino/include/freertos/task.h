// SPDX-License-Identifier: MIT
#pragma once
#include "FreeRTOS.h"

void vTaskDelay(TickType_t ticks);
TickType_t xTaskGetTickCount();
inline BaseType_t xPortGetCoreID() { return 1; }

template <class... Arguments>
BaseType_t xTaskCreate(Arguments...) {
  static_assert(sizeof...(Arguments) == 0, "the virtual board has one task: no xTaskCreate");
  return pdFAIL;
}
template <class... Arguments>
BaseType_t xTaskCreatePinnedToCore(Arguments...) {
  static_assert(sizeof...(Arguments) == 0,
                "the virtual board has one task: no xTaskCreatePinnedToCore");
  return pdFAIL;
}
