// SPDX-License-Identifier: MIT
// FreeRTOS queues, what is built on them, and event groups.
#include "freertos/event_groups.h"
#include "freertos/queue.h"
#include "freertos/semphr.h"

#include "Arduino.h"
#include "twinport/tasks.h"

struct QueueDefinition {
  UBaseType_t length;
  UBaseType_t item_bytes;  // 0 for semaphores
  UBaseType_t count;
  UBaseType_t first;
  TaskHandle_t holder;  // of a mutex that is taken
  UBaseType_t depth;
  bool mutex;
  uint8_t *items;
};

struct EventGroupDef_t {
  EventBits_t bits;
};

namespace {
using Queue = QueueDefinition;

QueueHandle_t made(UBaseType_t length, UBaseType_t item_bytes, UBaseType_t count, bool mutex) {
  size_t bytes = 0;
  if (!length || __builtin_mul_overflow((size_t)length, (size_t)item_bytes, &bytes)) return nullptr;
  Queue *queue = static_cast<Queue *>(malloc(sizeof(Queue)));
  uint8_t *items = bytes ? static_cast<uint8_t *>(malloc(bytes)) : nullptr;
  if (!queue || (bytes && !items)) {
    free(queue);
    free(items);
    return nullptr;
  }
  *queue = Queue{length, item_bytes, count, 0, nullptr, 0, mutex, items};
  return queue;
}

uint8_t *slot(Queue *queue, UBaseType_t index) {
  return queue->items + ((queue->first + index) % queue->length) * queue->item_bytes;
}

bool await_space(Queue *queue, TickType_t ticks) {
  return twinport::wait_until([=] { return queue->count < queue->length; }, ticks);
}
bool await_item(Queue *queue, TickType_t ticks) {
  return twinport::wait_until([=] { return queue->count > 0; }, ticks);
}
}  // namespace

QueueHandle_t xQueueCreate(UBaseType_t length, UBaseType_t item_bytes) {
  return made(length, item_bytes, 0, false);
}
void vQueueDelete(QueueHandle_t queue) {
  if (!queue) return;
  free(queue->items);
  free(queue);
}

BaseType_t xQueueSendToBack(QueueHandle_t queue, const void *item, TickType_t ticks) {
  if (!await_space(queue, ticks)) return errQUEUE_FULL;
  if (queue->items) memcpy(slot(queue, queue->count), item, queue->item_bytes);
  queue->count++;
  host_task_wake();
  return pdPASS;
}
BaseType_t xQueueSendToFront(QueueHandle_t queue, const void *item, TickType_t ticks) {
  if (!await_space(queue, ticks)) return errQUEUE_FULL;
  queue->first = (queue->first + queue->length - 1) % queue->length;
  if (queue->items) memcpy(slot(queue, 0), item, queue->item_bytes);
  queue->count++;
  host_task_wake();
  return pdPASS;
}
BaseType_t xQueueOverwrite(QueueHandle_t queue, const void *item) {
  queue->count = 0;
  return xQueueSendToBack(queue, item, 0);
}
BaseType_t xQueuePeek(QueueHandle_t queue, void *into, TickType_t ticks) {
  if (!await_item(queue, ticks)) return errQUEUE_EMPTY;
  if (queue->items) memcpy(into, slot(queue, 0), queue->item_bytes);
  return pdPASS;
}
BaseType_t xQueueReceive(QueueHandle_t queue, void *into, TickType_t ticks) {
  if (!xQueuePeek(queue, into, ticks)) return errQUEUE_EMPTY;
  queue->first = (queue->first + 1) % queue->length;
  queue->count--;
  host_task_wake();
  return pdPASS;
}
BaseType_t xQueueReset(QueueHandle_t queue) {
  queue->count = 0;
  queue->first = 0;
  host_task_wake();
  return pdPASS;
}
UBaseType_t uxQueueMessagesWaiting(QueueHandle_t queue) { return queue->count; }
UBaseType_t uxQueueSpacesAvailable(QueueHandle_t queue) { return queue->length - queue->count; }

// Semaphores -------------------------------------------------------------------------------------

SemaphoreHandle_t xSemaphoreCreateBinary() { return made(1, 0, 0, false); }
SemaphoreHandle_t xSemaphoreCreateCounting(UBaseType_t most, UBaseType_t initial) {
  return made(most, 0, initial < most ? initial : most, false);
}
SemaphoreHandle_t xSemaphoreCreateMutex() { return made(1, 0, 1, true); }
SemaphoreHandle_t xSemaphoreCreateRecursiveMutex() { return made(1, 0, 1, true); }

BaseType_t xSemaphoreTake(SemaphoreHandle_t semaphore, TickType_t ticks) {
  if (!await_item(semaphore, ticks)) return pdFALSE;
  semaphore->count--;
  if (semaphore->mutex) semaphore->holder = xTaskGetCurrentTaskHandle();
  return pdTRUE;
}
BaseType_t xSemaphoreGive(SemaphoreHandle_t semaphore) {
  const bool foreign = semaphore->mutex && semaphore->holder != xTaskGetCurrentTaskHandle();
  if (foreign || semaphore->count >= semaphore->length) return pdFALSE;
  semaphore->holder = nullptr;
  semaphore->count++;
  host_task_wake();
  return pdTRUE;
}
BaseType_t xSemaphoreTakeRecursive(SemaphoreHandle_t mutex, TickType_t ticks) {
  if (mutex->holder != xTaskGetCurrentTaskHandle() && !xSemaphoreTake(mutex, ticks)) return pdFALSE;
  mutex->depth++;
  return pdTRUE;
}
BaseType_t xSemaphoreGiveRecursive(SemaphoreHandle_t mutex) {
  if (mutex->holder != xTaskGetCurrentTaskHandle()) return pdFALSE;
  return --mutex->depth ? pdTRUE : xSemaphoreGive(mutex);
}
TaskHandle_t xSemaphoreGetMutexHolder(SemaphoreHandle_t mutex) { return mutex->holder; }

// Event groups -----------------------------------------------------------------------------------

EventGroupHandle_t xEventGroupCreate() {
  return static_cast<EventGroupHandle_t>(calloc(1, sizeof(EventGroupDef_t)));
}
void vEventGroupDelete(EventGroupHandle_t group) { free(group); }
EventBits_t xEventGroupGetBits(EventGroupHandle_t group) { return group->bits; }
EventBits_t xEventGroupSetBits(EventGroupHandle_t group, EventBits_t bits) {
  group->bits |= bits;
  host_task_wake();
  return group->bits;
}
EventBits_t xEventGroupClearBits(EventGroupHandle_t group, EventBits_t bits) {
  const EventBits_t before = group->bits;
  group->bits &= ~bits;
  return before;
}
EventBits_t xEventGroupWaitBits(EventGroupHandle_t group, EventBits_t bits, BaseType_t clear,
                                BaseType_t all, TickType_t ticks) {
  const bool came = twinport::wait_until(
      [=] { return all ? (group->bits & bits) == bits : (group->bits & bits) != 0; }, ticks);
  const EventBits_t seen = group->bits;
  if (came && clear) group->bits &= ~bits;
  return seen;
}
