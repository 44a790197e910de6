// SPDX-License-Identifier: MIT
// Readings with the time they were taken at, several of them in one message.
#include <ArduinoJson.h>
#include <DHT.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include "time.h"

const char* ntpServer = "pool.ntp.org";
DHT dht(15, DHT22);
WiFiClient net;
PubSubClient mqtt(net);
JsonDocument batch;

String stamp() {
  struct tm timeinfo;
  if (!getLocalTime(&timeinfo)) return "unknown";
  char text[25];
  strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &timeinfo);
  return text;
}

void setup() {
  Serial.begin(115200);
  dht.begin();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(100);
  configTime(0, 0, ntpServer);
  mqtt.setServer("broker.hivemq.com", 1883);
  mqtt.setBufferSize(1024);
}

void loop() {
  if (!mqtt.connected()) mqtt.connect("stamps");
  JsonObject reading = batch["readings"].add<JsonObject>();
  reading["at"] = stamp();
  reading["t"] = dht.readTemperature();
  if (batch["readings"].size() == 2) {
    String text;
    serializeJson(batch, text);
    mqtt.publish("stamps/batch", text.c_str());
    batch.clear();
  }
  mqtt.loop();
  delay(1000);
}
