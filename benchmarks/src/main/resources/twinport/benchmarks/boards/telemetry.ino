// SPDX-License-Identifier: MIT
// Says its name over TLS every two seconds.
#include <LittleFS.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>

WiFiClientSecure client;
String ca;
uint32_t due;

void setup() {
  Serial.begin(115200);
  ca = LittleFS.open("/ca.pem").readString();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(50);
  client.setCACert(ca.c_str());
  client.connect("localhost", LittleFS.open("/port").readString().toInt());
  Serial.println("up");
  due = millis();
}

void loop() {
  client.print("{\"id\":\"" + WiFi.macAddress() + "\",\"temperature\":23.5,\"humidity\":45.8}\n");
  due += 2000;
  int32_t left = (int32_t)(due - millis());
  delay(left > 0 ? left : 0);
}
