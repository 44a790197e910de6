// SPDX-License-Identifier: MIT
#pragma once
#include "FreeRTOS.h"

#ifdef __cplusplus
extern "C" {
#endif

struct QueueDefinition;
typedef struct QueueDefinition *QueueHandle_t;
typedef QueueHandle_t xQueueHandle;

QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t item_bytes);
void vQueueDelete(QueueHandle_t queue);
BaseType_t xQueueSendToBack(QueueHandle_t queue, const void *item, TickType_t ticks);
BaseType_t xQueueSendToFront(QueueHandle_t queue, const void *item, TickType_t ticks);
BaseType_t xQueueOverwrite(QueueHandle_t queue, const void *item);
BaseType_t xQueueReceive(QueueHandle_t queue, void *into, TickType_t ticks);
BaseType_t xQueuePeek(QueueHandle_t queue, void *into, TickType_t ticks);
BaseType_t xQueueReset(QueueHandle_t queue);
UBaseType_t uxQueueMessagesWaiting(QueueHandle_t queue);
UBaseType_t uxQueueSpacesAvailable(QueueHandle_t queue);

static inline BaseType_t xQueueSend(QueueHandle_t queue, const void *item, TickType_t ticks) {
  return xQueueSendToBack(queue, item, ticks);
}
static inline BaseType_t xQueueSendFromISR(QueueHandle_t queue, const void *item, BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xQueueSendToBack(queue, item, 0);
}
static inline BaseType_t xQueueSendToBackFromISR(QueueHandle_t queue, const void *item, BaseType_t *woken) {
  return xQueueSendFromISR(queue, item, woken);
}
static inline BaseType_t xQueueOverwriteFromISR(QueueHandle_t queue, const void *item, BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xQueueOverwrite(queue, item);
}
static inline BaseType_t xQueueReceiveFromISR(QueueHandle_t queue, void *into, BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xQueueReceive(queue, into, 0);
}
static inline UBaseType_t uxQueueMessagesWaitingFromISR(QueueHandle_t queue) {
  return uxQueueMessagesWaiting(queue);
}
#ifdef __cplusplus
}
#endif
