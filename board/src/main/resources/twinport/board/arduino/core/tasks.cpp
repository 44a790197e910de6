// SPDX-License-Identifier: MIT
// FreeRTOS tasks and their notifications.
#include "freertos/task.h"

#include "Arduino.h"
#include "twinport/background.h"
#include "twinport/tasks.h"

struct tskTaskControlBlock {
  char name[configMAX_TASK_NAME_LEN];
  TaskFunction_t body;
  void *parameter;
  uint8_t *stack;
  uint32_t stack_bytes;
  UBaseType_t priority;
  uint32_t notified;
  bool pending;
  bool suspended;
  bool alive;
};

namespace {
using Task = tskTaskControlBlock;

constexpr int kTasks = 17;
// What a task of a sketch needs at least here, where the C library's own frames differ.
constexpr uint32_t kStackLeast = 16384;
constexpr uint32_t kStackMost = 65536;
constexpr uint32_t kCanary = 0xa5a5a5a5;
Task tasks[kTasks] = {{"loopTask", nullptr, nullptr, nullptr, 8192, 1, 0, false, false, true}};
bool many = false;

Task &self() { return tasks[host_task_self()]; }
Task &named(TaskHandle_t task) { return task ? *task : self(); }

template <class... Values>
void panic(const char *format, Values... values) {
  char why[100];
  host_panic(why, snprintf(why, sizeof why, format, values...));
}

void release(Task &task) {
  free(task.stack);
  task.stack = nullptr;
}

int free_slot() {
  for (int i = 1; i < kTasks; i++) {
    if (tasks[i].alive) continue;
    release(tasks[i]);
    return i;
  }
  return -1;
}
}  // namespace

extern "C" __attribute__((export_name("board_task"))) void board_task(int number) {
  Task &task = tasks[number];
  task.body(task.parameter);
  panic("FreeRTOS Task \"%s\" should not return, Aborting now!", task.name);
}

namespace twinport {
void resume_task() {
  if (!many) return;
  Task &task = self();
  if (task.stack && *reinterpret_cast<uint32_t *>(task.stack) != kCanary) {
    panic("A stack overflow in task %s has been detected.", task.name);
  }
  while (task.suspended) host_task_wait(-1);
}

void wait_for_others(TickType_t ms) {
  constexpr TickType_t kPieceMs = 10;
  run_background();
  const bool piece = anything_in_background() && ms > kPieceMs;
  host_task_wait(piece ? kPieceMs : ms == portMAX_DELAY ? -1 : (int32_t)ms);
  resume_task();
}
}  // namespace twinport

BaseType_t xTaskCreatePinnedToCore(TaskFunction_t body, const char *name, uint32_t stack_bytes,
                                   void *parameter, UBaseType_t priority, TaskHandle_t *created,
                                   BaseType_t) {
  const int number = free_slot();
  const uint32_t bytes = constrain(stack_bytes, kStackLeast, kStackMost);
  uint8_t *stack = number < 0 ? nullptr : static_cast<uint8_t *>(malloc(bytes));
  if (!stack) return errCOULD_NOT_ALLOCATE_REQUIRED_MEMORY;
  Task &task = tasks[number];
  task = Task{{}, body, parameter, stack, stack_bytes, priority, 0, false, false, true};
  snprintf(task.name, sizeof task.name, "%s", name ? name : "");
  *reinterpret_cast<uint32_t *>(stack) = kCanary;
  if (created) *created = &task;  // a task may look for its own handle
  many = true;
  const uintptr_t top = (reinterpret_cast<uintptr_t>(stack) + bytes) & ~(uintptr_t)15;
  if (host_task_start(number, top, task.name, strlen(task.name))) return pdPASS;
  task.alive = false;
  if (created) *created = nullptr;
  return errCOULD_NOT_ALLOCATE_REQUIRED_MEMORY;
}

BaseType_t xTaskCreate(TaskFunction_t body, const char *name, uint32_t stack_bytes, void *parameter,
                       UBaseType_t priority, TaskHandle_t *created) {
  return xTaskCreatePinnedToCore(body, name, stack_bytes, parameter, priority, created,
                                 tskNO_AFFINITY);
}

void vTaskDelete(TaskHandle_t task) {
  Task &ended = named(task);
  if (!ended.alive) return;
  ended.alive = false;
  host_task_delete(&ended - tasks);
}

void vTaskDelay(TickType_t ticks) { delay(ticks); }

BaseType_t xTaskDelayUntil(TickType_t *woken, TickType_t ticks) {
  *woken += ticks;
  const int32_t left = (int32_t)(*woken - xTaskGetTickCount());
  if (left > 0) delay(left);
  return left > 0 ? pdTRUE : pdFALSE;
}
void vTaskDelayUntil(TickType_t *woken, TickType_t ticks) { xTaskDelayUntil(woken, ticks); }

void taskYIELD() { twinport::wait_for_others(0); }

void vTaskSuspend(TaskHandle_t task) {
  Task &suspended = named(task);
  suspended.suspended = true;
  if (&suspended == &self()) twinport::resume_task();
}
void vTaskResume(TaskHandle_t task) {
  if (!task) return;
  task->suspended = false;
  host_task_wake();
}
BaseType_t xTaskResumeFromISR(TaskHandle_t task) {
  vTaskResume(task);
  return pdFALSE;
}

void vTaskPrioritySet(TaskHandle_t task, UBaseType_t priority) { named(task).priority = priority; }
UBaseType_t uxTaskPriorityGet(TaskHandle_t task) { return named(task).priority; }
UBaseType_t uxTaskGetStackHighWaterMark(TaskHandle_t task) { return named(task).stack_bytes; }
char *pcTaskGetName(TaskHandle_t task) { return named(task).name; }
TaskHandle_t xTaskGetCurrentTaskHandle() { return &self(); }
TickType_t xTaskGetTickCount() { return millis(); }

UBaseType_t uxTaskGetNumberOfTasks() {
  UBaseType_t count = 0;
  for (const Task &each : tasks) count += each.alive;
  return count;
}

eTaskState eTaskGetState(TaskHandle_t task) {
  if (!task) return eInvalid;
  if (!task->alive) return eDeleted;
  if (task->suspended) return eSuspended;
  return task == &self() ? eRunning : eBlocked;
}

// Notifications ------------------------------------------------------------------------------

BaseType_t xTaskNotify(TaskHandle_t task, uint32_t value, eNotifyAction action) {
  if (!task) return pdFAIL;
  switch (action) {
    case eNoAction: break;
    case eSetBits: task->notified |= value; break;
    case eIncrement: task->notified++; break;
    case eSetValueWithOverwrite: task->notified = value; break;
    case eSetValueWithoutOverwrite:
      if (task->pending) return pdFAIL;
      task->notified = value;
      break;
  }
  task->pending = true;
  host_task_wake();
  return pdPASS;
}
BaseType_t xTaskNotifyFromISR(TaskHandle_t task, uint32_t value, eNotifyAction action,
                              BaseType_t *woken) {
  if (woken) *woken = pdFALSE;
  return xTaskNotify(task, value, action);
}
BaseType_t xTaskNotifyGive(TaskHandle_t task) { return xTaskNotify(task, 0, eIncrement); }
void vTaskNotifyGiveFromISR(TaskHandle_t task, BaseType_t *woken) {
  xTaskNotifyFromISR(task, 0, eIncrement, woken);
}

uint32_t ulTaskNotifyTake(BaseType_t clear, TickType_t ticks) {
  Task &task = self();
  twinport::wait_until([&] { return task.notified != 0; }, ticks);
  const uint32_t value = task.notified;
  if (value) task.notified = clear ? 0 : value - 1;
  task.pending = false;
  return value;
}

BaseType_t xTaskNotifyWait(uint32_t clear_before, uint32_t clear_after, uint32_t *value,
                           TickType_t ticks) {
  Task &task = self();
  if (!task.pending) task.notified &= ~clear_before;
  const bool came = twinport::wait_until([&] { return task.pending; }, ticks);
  if (value) *value = task.notified;
  if (came) task.notified &= ~clear_after;
  task.pending = false;
  return came ? pdTRUE : pdFALSE;
}
