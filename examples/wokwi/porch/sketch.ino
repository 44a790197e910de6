// SPDX-License-Identifier: MIT
// A thermometer on the porch: what it is outside, every two seconds, and a lamp while it freezes.
#include <DHT.h>
#include <PubSubClient.h>
#include <WiFi.h>

const char* BROKER = "localhost";
const int SENSOR = 4;
const int LAMP = 5;

DHT dht(SENSOR, DHT22);
WiFiClient wifi;
PubSubClient mqtt(wifi);

void setup() {
  Serial.begin(115200);
  pinMode(LAMP, OUTPUT);
  dht.begin();
  WiFi.begin("Wokwi-GUEST", "", 6);
  while (WiFi.status() != WL_CONNECTED) {
    delay(100);
  }
  mqtt.setServer(BROKER, 1883);
}

void loop() {
  if (!mqtt.connected() && !mqtt.connect("porch")) {
    Serial.println("no broker, again in 2 s");
    delay(2000);
    return;
  }
  mqtt.loop();
  float celsius = dht.readTemperature();
  float humidity = dht.readHumidity();
  digitalWrite(LAMP, celsius < 0 ? HIGH : LOW);
  char text[64];
  snprintf(text, sizeof text, "{\"temperature\":%.1f,\"humidity\":%.1f}", celsius, humidity);
  mqtt.publish("house/porch/climate", text);
  Serial.println(text);
  delay(2000);
}
