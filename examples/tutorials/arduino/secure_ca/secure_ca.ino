// SPDX-License-Identifier: MIT
// MQTT over TLS as it should be: the time from NTP, the authority from a file, the name checked.
#include <LittleFS.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>
#include <time.h>

WiFiClientSecure net;
PubSubClient mqtt(net);
String ca;

void setup() {
  Serial.begin(115200);
  LittleFS.begin(true);
  File file = LittleFS.open("/ca.pem", "r");
  ca = file.readString();
  file.close();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(200);
  configTime(0, 0, "pool.ntp.org", "time.nist.gov");
  time_t now = time(nullptr);
  while (now < 8 * 3600 * 2) {
    delay(100);
    now = time(nullptr);
  }
  struct tm timeinfo;
  gmtime_r(&now, &timeinfo);
  Serial.print(asctime(&timeinfo));
  net.setCACert(ca.c_str());
  mqtt.setServer("localhost", 8883);
  mqtt.setKeepAlive(30);
}

void loop() {
  if (!mqtt.connected()) {
    if (!mqtt.connect("secure-station")) {
      char words[80];
      net.lastError(words, sizeof words);
      Serial.printf("no: %s\n", words);
      delay(2000);
      return;
    }
  }
  mqtt.publish("secure/station", ("up " + String(millis() / 1000)).c_str());
  mqtt.loop();
  delay(1000);
}
