// SPDX-License-Identifier: MIT
// Deep sleep: the board is dark for the time asked, then boots. RTC_DATA_ATTR variables outlive it.
#pragma once
#include <stdint.h>

#include "esp_err.h"

typedef enum {
  ESP_SLEEP_WAKEUP_UNDEFINED = 0,
  ESP_SLEEP_WAKEUP_ALL,
  ESP_SLEEP_WAKEUP_EXT0,
  ESP_SLEEP_WAKEUP_EXT1,
  ESP_SLEEP_WAKEUP_TIMER
} esp_sleep_wakeup_cause_t;
typedef esp_sleep_wakeup_cause_t esp_sleep_source_t;

#define RTC_DATA_ATTR __attribute__((section("rtc_data")))
#define RTC_NOINIT_ATTR RTC_DATA_ATTR

#ifdef __cplusplus
extern "C" {
#endif
esp_err_t esp_sleep_enable_timer_wakeup(uint64_t us);
__attribute__((noreturn)) void esp_deep_sleep_start(void);
__attribute__((noreturn)) void esp_deep_sleep(uint64_t us);
esp_sleep_wakeup_cause_t esp_sleep_get_wakeup_cause(void);
#ifdef __cplusplus
}
#endif
