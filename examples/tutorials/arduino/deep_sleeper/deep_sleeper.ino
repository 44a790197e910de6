// SPDX-License-Identifier: MIT
// Wakes, tells how often it did, and sleeps again: what a battery lasts by.
#include <PubSubClient.h>
#include <WiFi.h>

#define uS_TO_S_FACTOR 1000000ULL
RTC_DATA_ATTR int bootCount = 0;

WiFiClient net;
PubSubClient mqtt(net);

void print_wakeup_reason() {
  switch (esp_sleep_get_wakeup_cause()) {
    case ESP_SLEEP_WAKEUP_TIMER: Serial.println("Wakeup caused by timer"); break;
    default: Serial.println("Wakeup was not caused by deep sleep"); break;
  }
}

void setup() {
  Serial.begin(115200);
  ++bootCount;
  Serial.println("Boot number: " + String(bootCount));
  print_wakeup_reason();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(50);
  mqtt.setServer("192.168.1.10", 1883);
  if (mqtt.connect("sleeper")) {
    mqtt.publish("battery/boot", String(bootCount).c_str());
    mqtt.disconnect();
  }
  esp_sleep_enable_timer_wakeup(1 * uS_TO_S_FACTOR);
  Serial.flush();
  esp_deep_sleep_start();
}
void loop() {}
