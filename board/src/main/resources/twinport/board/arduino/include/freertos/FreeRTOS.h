// SPDX-License-Identifier: MIT
// Of FreeRTOS only what makes sense with one task: waiting. Creating tasks is refused when the
// sketch is compiled, because half a program would mislead.
#pragma once
#include <stdint.h>

typedef uint32_t TickType_t;
typedef int32_t BaseType_t;
typedef uint32_t UBaseType_t;
typedef void *TaskHandle_t;

#define configTICK_RATE_HZ 1000
#define portTICK_PERIOD_MS ((TickType_t)1)
#define portTICK_RATE_MS portTICK_PERIOD_MS
#define portMAX_DELAY ((TickType_t)0xffffffffUL)
#define pdMS_TO_TICKS(ms) ((TickType_t)(ms))
#define pdTRUE 1
#define pdFALSE 0
#define pdPASS pdTRUE
#define pdFAIL pdFALSE
