// SPDX-License-Identifier: MIT
// FreeRTOS in one sketch: the file /mode.txt says which part of it runs.
#include <LittleFS.h>
#include <WiFiClientSecure.h>
#include <freertos/event_groups.h>
#include <freertos/queue.h>
#include <freertos/timers.h>

String mode;
QueueHandle_t queue;
SemaphoreHandle_t mutex, gate;
EventGroupHandle_t group;
TimerHandle_t timer, once;
TaskHandle_t worker, loopHandle;
int shared = 0, finished = 0, ticks = 0;
volatile int sink;

struct Reading {
  int number;
  float celsius;
};

void produce(void *parameter) {
  for (int i = 0; i < 5; i++) {
    Reading reading = {i, 20.5f + i};
    xQueueSend(queue, &reading, portMAX_DELAY);
    Serial.printf("%s sent %d\n", pcTaskGetName(NULL), i);
  }
  vTaskDelete(NULL);
}

void add(void *) {
  for (int i = 0; i < 50; i++) {
    xSemaphoreTake(mutex, portMAX_DELAY);
    int before = shared;
    vTaskDelay(pdMS_TO_TICKS(1));  // whoever else writes now would be lost
    shared = before + 1;
    xSemaphoreGive(mutex);
  }
  finished++;
  xSemaphoreGive(gate);
  vTaskDelete(NULL);
}

void blink(void *) {
  for (int i = 0;; i++) {
    Serial.printf("blink %d\n", i);
    vTaskDelay(pdMS_TO_TICKS(20));
  }
}

void onTimer(TimerHandle_t which) { Serial.printf("%s %d\n", pcTimerGetName(which), ++ticks); }
void onOnce() { xTimerStop(timer, 0), Serial.println("once"); }

void notified(void *) {
  Serial.printf("notified %u\n", (unsigned)ulTaskNotifyTake(pdTRUE, portMAX_DELAY));
  EventBits_t bits = xEventGroupWaitBits(group, 0b11, pdTRUE, pdTRUE, portMAX_DELAY);
  Serial.printf("bits %u then %u\n", (unsigned)bits, (unsigned)xEventGroupGetBits(group));
  vTaskSuspend(NULL);
  Serial.println("resumed");
  vTaskDelete(NULL);
}

void returns(void *) {}
void restarts(void *) { ESP.restart(); }
void traps(void *) { __builtin_trap(); }
void spins(void *) {
  Serial.println("spinning");
  while (true) sink++;
}
void polls(void *) {
  while (true) sink += millis();
}
void overflows(void *) {
  char room[100];
  memset((char *)((uintptr_t)room - 16270), 1, 270);  // the least stack there is has 16 KB
  delay(1);
}
void network(void *) {
  WiFiClientSecure client;
  client.setInsecure();
  client.setHandshakeTimeout(1);
  Serial.println("connecting");
  client.connect("broker.lab", LittleFS.open("/port.txt").readString().toInt());
  Serial.println("connect came back");
  vTaskDelete(NULL);
}

void setup() {
  Serial.begin(115200);
  mode = LittleFS.open("/mode.txt").readString();
  Serial.println("mode " + mode);
  loopHandle = xTaskGetCurrentTaskHandle();
  if (mode == "queue") {
    queue = xQueueCreate(2, sizeof(Reading));
    xTaskCreatePinnedToCore(produce, "producer", 4096, NULL, 1, NULL, 0);
    for (int i = 0; i < 5; i++) {
      Reading reading;
      if (xQueueReceive(queue, &reading, portMAX_DELAY)) {
        Serial.printf("received %d %.1f\n", reading.number, reading.celsius);
      }
    }
    uint32_t start = millis();
    Serial.println(xQueueReceive(queue, &start, 50) ? "something" : "nothing");
  }
  if (mode == "mutex") {
    mutex = xSemaphoreCreateMutex();
    gate = xSemaphoreCreateCounting(3, 0);
    for (int i = 0; i < 3; i++) xTaskCreate(add, "adder", 2048, NULL, 1, NULL);
    for (int i = 0; i < 3; i++) xSemaphoreTake(gate, portMAX_DELAY);
    Serial.printf("sum %d of %d tasks\n", shared, finished);
  }
  if (mode == "timers") {
    timer = xTimerCreate("tick", pdMS_TO_TICKS(30), pdTRUE, NULL, onTimer);
    once = xTimerCreate("once", pdMS_TO_TICKS(200), pdFALSE, NULL,
                        reinterpret_cast<TimerCallbackFunction_t>(onOnce));
    xTimerStart(timer, 0);
    xTimerStart(once, 0);
    delay(300);
    Serial.printf("ticks stay: %s\n", xTimerIsTimerActive(timer) ? "no" : "yes");
  }
  if (mode == "signals") {
    group = xEventGroupCreate();
    xTaskCreate(notified, "waiter", 2048, NULL, 1, &worker);
    xTaskNotifyGive(worker);
    xTaskNotifyGive(worker);
    delay(5);
    xEventGroupSetBits(group, 0b01);
    delay(5);
    xEventGroupSetBits(group, 0b110);
    delay(5);
    Serial.println(eTaskGetState(worker) == eSuspended ? "suspended" : "runs");
    vTaskResume(worker);
  }
  if (mode == "delete") {
    xTaskCreate(blink, "blink", 2048, NULL, 1, &worker);
    delay(50);
    vTaskDelete(worker);
    Serial.println("deleted");
    delay(60);
    Serial.println(eTaskGetState(worker) == eDeleted ? "gone" : "there");
    for (int i = 0; i < 100; i++) {  // their places and stacks are used again
      if (xTaskCreate(blink, "again", 30000, NULL, 1, &worker) != pdPASS) Serial.println("no room");
      delay(1);
      vTaskDelete(worker);
      delay(1);
    }
    Serial.println("a hundred more");
  }
  if (mode == "many") {
    int made = 0;
    while (xTaskCreate(blink, "one", 1024, NULL, 1, NULL) == pdPASS) made++;
    Serial.printf("made %d\n", made);
  }
  if (mode == "loopless") {
    xTaskCreate(blink, "blink", 2048, NULL, 1, NULL);
    vTaskDelete(NULL);
  }
  if (mode == "network") {
    WiFi.begin("Wokwi-GUEST", "");
    while (WiFi.status() != WL_CONNECTED) delay(10);
    xTaskCreate(network, "network", 4096, NULL, 1, NULL);
  }
  if (mode == "returns") xTaskCreate(returns, "hasty", 2048, NULL, 1, NULL);
  if (mode == "traps") xTaskCreate(traps, "traps", 2048, NULL, 1, NULL);
  if (mode == "spins") xTaskCreate(spins, "spins", 2048, NULL, 1, NULL);
  if (mode == "overflows") xTaskCreate(overflows, "deep", 2048, NULL, 1, NULL);
  if (mode == "polls") {
    xTaskCreate(polls, "polls", 2048, NULL, 1, NULL);
    xTaskCreate(polls, "polls", 2048, NULL, 1, NULL);
  }
  if (mode == "restarts") {
    if (esp_reset_reason() == ESP_RST_SW) Serial.println("restarted by a task");
    else xTaskCreate(restarts, "restarts", 2048, NULL, 1, NULL);
  }
  Serial.println("setup is over");
}

void loop() {
  Serial.println("loop");
  delay(20);
}
