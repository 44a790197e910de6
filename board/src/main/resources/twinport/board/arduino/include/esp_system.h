// SPDX-License-Identifier: MIT
#pragma once
#include <stdint.h>

#include "esp_err.h"

typedef enum { ESP_RST_UNKNOWN, ESP_RST_POWERON, ESP_RST_EXT, ESP_RST_SW } esp_reset_reason_t;

#ifdef __cplusplus
extern "C" {
#endif
__attribute__((noreturn)) void esp_restart(void);
uint32_t esp_get_free_heap_size(void);
#ifdef __cplusplus
}
#endif
