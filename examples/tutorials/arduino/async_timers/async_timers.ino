// SPDX-License-Identifier: MIT
// MQTT by callbacks only: timers bring Wi-Fi and broker back, loop() does nothing.
#include <Arduino.h>
#include <AsyncMqttClient.h>
#include <DHT.h>
#include <WiFi.h>
extern "C" {
#include "freertos/FreeRTOS.h"
#include "freertos/timers.h"
}

#define MQTT_HOST IPAddress(192, 168, 1, 50)
#define MQTT_PORT 1883

DHT dht(15, DHT22);
AsyncMqttClient mqttClient;
TimerHandle_t mqttReconnectTimer;
TimerHandle_t wifiReconnectTimer;
unsigned long previousMillis = 0;

void connectToWifi() {
  Serial.println("Connecting to Wi-Fi...");
  WiFi.begin("Wokwi-GUEST", "");
}

void connectToMqtt() {
  Serial.println("Connecting to MQTT...");
  mqttClient.connect();
}

void WiFiEvent(WiFiEvent_t event) {
  switch (event) {
    case ARDUINO_EVENT_WIFI_STA_GOT_IP:
      Serial.println(WiFi.localIP());
      connectToMqtt();
      break;
    case ARDUINO_EVENT_WIFI_STA_DISCONNECTED:
      xTimerStop(mqttReconnectTimer, 0);
      xTimerStart(wifiReconnectTimer, 0);
      break;
    default:
      break;
  }
}

void onMqttConnect(bool sessionPresent) {
  Serial.printf("Connected, session present: %d\n", sessionPresent);
  uint16_t packetId = mqttClient.subscribe("hall/led", 2);
  Serial.printf("Subscribing at QoS 2, packetId: %u\n", packetId);
  mqttClient.publish("hall/state", 0, true, "here");
}

void onMqttDisconnect(AsyncMqttClientDisconnectReason reason) {
  Serial.printf("Disconnected: %d\n", static_cast<int>(reason));
  if (WiFi.isConnected()) xTimerStart(mqttReconnectTimer, 0);
}

void onMqttMessage(char* topic, char* payload, AsyncMqttClientMessageProperties properties,
                   size_t len, size_t index, size_t total) {
  String text;
  for (size_t i = 0; i < len; i++) text += payload[i];
  String answer = String(topic) + " qos " + properties.qos + " is " + text;
  mqttClient.publish("hall/heard", 2, false, answer.c_str());
}

void onMqttPublish(uint16_t packetId) { Serial.printf("Acknowledged: %u\n", packetId); }

void setup() {
  Serial.begin(115200);
  dht.begin();
  mqttReconnectTimer = xTimerCreate("mqttTimer", pdMS_TO_TICKS(2000), pdFALSE, (void*)0,
                                    reinterpret_cast<TimerCallbackFunction_t>(connectToMqtt));
  wifiReconnectTimer = xTimerCreate("wifiTimer", pdMS_TO_TICKS(2000), pdFALSE, (void*)0,
                                    reinterpret_cast<TimerCallbackFunction_t>(connectToWifi));
  WiFi.onEvent(WiFiEvent);
  mqttClient.onConnect(onMqttConnect);
  mqttClient.onDisconnect(onMqttDisconnect);
  mqttClient.onMessage(onMqttMessage);
  mqttClient.onPublish(onMqttPublish);
  mqttClient.setServer(MQTT_HOST, MQTT_PORT);
  mqttClient.setWill("hall/state", 1, true, "gone");
  connectToWifi();
}

void loop() {
  if (millis() - previousMillis < 2000) return;
  previousMillis = millis();
  if (!mqttClient.connected()) return;
  String value = String(dht.readTemperature());
  uint16_t packetId = mqttClient.publish("hall/temperature", 1, true, value.c_str());
  Serial.printf("Publishing at QoS 1, packetId: %u\n", packetId);
}
