// SPDX-License-Identifier: MIT
// One task reads the sensor, one talks to the broker, a queue lies between them.
#include <DHT.h>
#include <PubSubClient.h>
#include <WiFi.h>

struct Reading {
  float celsius;
  float percent;
  TickType_t at;
};

DHT dht(15, DHT22);
WiFiClient net;
PubSubClient mqtt(net);
QueueHandle_t readings;
SemaphoreHandle_t serialLock;

void say(const char* what) {
  if (xSemaphoreTake(serialLock, portMAX_DELAY) == pdTRUE) {
    Serial.printf("[%s on core %d] %s\n", pcTaskGetName(NULL), xPortGetCoreID(), what);
    xSemaphoreGive(serialLock);
  }
}

void sensorTask(void* parameter) {
  TickType_t woken = xTaskGetTickCount();
  for (;;) {
    Reading reading = {dht.readTemperature(), dht.readHumidity(), xTaskGetTickCount()};
    if (isnan(reading.celsius)) {
      say("no reading");
    } else if (xQueueSend(readings, &reading, pdMS_TO_TICKS(10)) != pdPASS) {
      say("the queue is full");
    }
    vTaskDelayUntil(&woken, pdMS_TO_TICKS(2000));
  }
}

void mqttTask(void* parameter) {
  for (;;) {
    while (!mqtt.connected()) {
      if (!mqtt.connect("two-tasks")) vTaskDelay(pdMS_TO_TICKS(1000));
    }
    Reading reading;
    if (xQueueReceive(readings, &reading, pdMS_TO_TICKS(100)) == pdTRUE) {
      char text[64];
      snprintf(text, sizeof text, "%.1f C %.1f %% after %lu ms", reading.celsius, reading.percent,
               (unsigned long)reading.at);
      mqtt.publish("cellar/climate", text);
      say(text);
    }
    mqtt.loop();
  }
}

void setup() {
  Serial.begin(115200);
  dht.begin();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(100);
  mqtt.setServer("test.mosquitto.org", 1883);
  readings = xQueueCreate(10, sizeof(Reading));
  serialLock = xSemaphoreCreateMutex();
  xTaskCreatePinnedToCore(sensorTask, "sensor", 4096, NULL, 2, NULL, 1);
  xTaskCreatePinnedToCore(mqttTask, "mqtt", 8192, NULL, 1, NULL, 0);
  vTaskDelete(NULL);
}

void loop() {}
