// SPDX-License-Identifier: MIT
// The parts of ESP-IDF that Arduino sketches call by their own names.
#include <stdlib.h>

#include "Arduino.h"
#include "LittleFS.h"
#include "esp_mac.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "freertos/task.h"
#include "twinport/host.h"

// Where RTC_DATA_ATTR variables lie; the linker knows them only when there are some.
extern "C" {
extern uint8_t __start_rtc_data __attribute__((weak));
extern uint8_t __stop_rtc_data __attribute__((weak));
}

namespace {
constexpr const char *kRtcFile = "/.rtc";
uint64_t wake_us = 0;
bool woken = false;

size_t rtc_size() { return &__start_rtc_data ? &__stop_rtc_data - &__start_rtc_data : 0; }
}  // namespace

namespace twinport {
// Before the sketch's own constructors see them: what deep sleep kept.
__attribute__((constructor(101))) void wake() {
  File kept = LittleFS.open(kRtcFile);
  woken = (bool)kept;
  if (!woken) return;
  if (kept.size() == rtc_size()) kept.read(&__start_rtc_data, rtc_size());
  kept.close();
  LittleFS.remove(kRtcFile);
}
}  // namespace twinport

extern "C" {
esp_err_t esp_sleep_enable_timer_wakeup(uint64_t us) {
  wake_us = us;
  return ESP_OK;
}
void esp_deep_sleep_start(void) {
  File kept = LittleFS.open(kRtcFile, FILE_WRITE);
  kept.write(&__start_rtc_data, rtc_size());
  kept.close();
  // Without a timer it sleeps until somebody presses reset.
  do {
    host_delay_us(wake_us ? wake_us : 3600000000ULL);
  } while (!wake_us);
  host_restart();
}
void esp_deep_sleep(uint64_t us) {
  wake_us = us;
  esp_deep_sleep_start();
}
esp_sleep_wakeup_cause_t esp_sleep_get_wakeup_cause(void) {
  return woken ? ESP_SLEEP_WAKEUP_TIMER : ESP_SLEEP_WAKEUP_UNDEFINED;
}

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

void vTaskDelay(TickType_t ticks) { delay(ticks); }
TickType_t xTaskGetTickCount() { return millis(); }
