// SPDX-License-Identifier: MIT
// A DS18B20 read by a ticker; how often stands in the preferences.
#include <DallasTemperature.h>
#include <OneWire.h>
#include <Preferences.h>
#include <PubSubClient.h>
#include <Ticker.h>
#include <WiFi.h>

OneWire wire(4);
DallasTemperature thermometers(&wire);
Preferences preferences;
Ticker ticker;
volatile bool due = true;
WiFiClient net;
PubSubClient mqtt(net);

void setup() {
  Serial.begin(115200);
  preferences.begin("boiler", false);
  int seconds = preferences.getInt("period", 1);
  preferences.putInt("starts", preferences.getInt("starts", 0) + 1);
  thermometers.begin();
  Serial.printf("%d thermometers, start %d\n", thermometers.getDeviceCount(), preferences.getInt("starts"));
  ticker.attach(seconds, [] { due = true; });
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) yield();
  mqtt.setServer(IPAddress(10, 0, 0, 5), 1883);
}

void loop() {
  if (!mqtt.connected()) mqtt.connect("boiler");
  mqtt.loop();
  if (due) {
    due = false;
    thermometers.requestTemperatures();
    mqtt.publish("boiler/celsius", String(thermometers.getTempCByIndex(0)).c_str());
  }
}
