// SPDX-License-Identifier: MIT
// A lamp that is told what to do in JSON, and tells in JSON what it does.
#include <ArduinoJson.h>
#include <PubSubClient.h>
#include <WiFi.h>

WiFiClient net;
PubSubClient mqtt(net);
const int LAMP = 19;
int level = 0;

void report() {
  StaticJsonDocument<128> doc;
  doc["level"] = level;
  doc["on"] = level > 0;
  doc["uptime"] = millis() / 1000;
  char text[128];
  size_t n = serializeJson(doc, text);
  mqtt.publish("lamp/state", (const uint8_t*)text, n, true);
}

void onMessage(char* topic, byte* payload, unsigned int length) {
  DynamicJsonDocument doc(256);
  DeserializationError error = deserializeJson(doc, payload, length);
  if (error) {
    Serial.print(F("deserializeJson() failed: "));
    Serial.println(error.f_str());
    mqtt.publish("lamp/error", error.c_str());
    return;
  }
  level = doc["level"] | level;
  const char* who = doc["by"] | "somebody";
  Serial.printf("%s wants %d\n", who, level);
  ledcWrite(0, level);
  report();
}

void setup() {
  Serial.begin(115200);
  ledcSetup(0, 5000, 8);
  ledcAttachPin(LAMP, 0);
  WiFi.mode(WIFI_STA);
  WiFi.begin("Wokwi-GUEST", "", 6);
  while (WiFi.status() != WL_CONNECTED) delay(100);
  mqtt.setServer("test.mosquitto.org", 1883);
  mqtt.setBufferSize(512);
  mqtt.setCallback(onMessage);
}

void loop() {
  if (!mqtt.connected() && mqtt.connect("json-lamp", "lamp/online", 0, true, "false")) {
    mqtt.publish("lamp/online", "true", true);
    mqtt.subscribe("lamp/set");
    report();
  }
  mqtt.loop();
  delay(10);
}
