// SPDX-License-Identifier: MIT
// The parts of ESP-IDF that Arduino sketches call by their own names.
#include <stdlib.h>

#include "Arduino.h"
#include "esp_mac.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "twinport/host.h"

// Where RTC_DATA_ATTR variables lie; the linker knows them only when there are some.
extern "C" {
extern uint8_t __start_rtc_data __attribute__((weak));
extern uint8_t __stop_rtc_data __attribute__((weak));
}

namespace {
uint64_t wake_us = 0;

size_t rtc_size() { return &__start_rtc_data ? &__stop_rtc_data - &__start_rtc_data : 0; }
}  // namespace

namespace twinport {
// Before the sketch's own constructors see them: what deep sleep kept.
__attribute__((constructor(101))) void wake() {
  if (esp_reset_reason() != ESP_RST_DEEPSLEEP || !rtc_size()) return;
  host_rtc_read(&__start_rtc_data, rtc_size());
}
}  // namespace twinport

extern "C" {
esp_err_t esp_sleep_enable_timer_wakeup(uint64_t us) {
  wake_us = us;
  return ESP_OK;
}
void esp_deep_sleep_start(void) {
  host_rtc_write(&__start_rtc_data, rtc_size());
  host_sleep_deep(wake_us);  // without a timer until somebody presses reset
}
void esp_deep_sleep(uint64_t us) {
  wake_us = us;
  esp_deep_sleep_start();
}
esp_sleep_wakeup_cause_t esp_sleep_get_wakeup_cause(void) {
  return esp_reset_reason() == ESP_RST_DEEPSLEEP ? ESP_SLEEP_WAKEUP_TIMER : ESP_SLEEP_WAKEUP_UNDEFINED;
}

esp_reset_reason_t esp_reset_reason(void) { return (esp_reset_reason_t)host_reset_cause(); }
void esp_restart(void) { host_restart(); }
uint32_t esp_get_free_heap_size(void) { return ESP.getFreeHeap(); }
esp_err_t esp_efuse_mac_get_default(uint8_t *six_bytes) {
  host_mac(six_bytes);
  return ESP_OK;
}
esp_err_t esp_read_mac(uint8_t *six_bytes, esp_mac_type_t) {
  host_mac(six_bytes);
  return ESP_OK;
}
}
