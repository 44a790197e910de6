// SPDX-License-Identifier: MIT
// MQTT over TLS the way many guides show it: with a user and a password, and without looking at the
// certificate. Whoever answers gets the password; see docs/how-to/impostor.md.
#include <DHTesp.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>

WiFiClientSecure espClient;
PubSubClient client(espClient);
DHTesp dht;

void setup() {
  Serial.begin(115200);
  dht.setup(15, DHTesp::DHT22);
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(200);
  espClient.setInsecure();
  client.setServer("cluster.s1.eu.hivemq.cloud", 8883);
}

void loop() {
  while (!client.connected()) {
    String id = "ESP32-" + String(random(0xffff), HEX);
    if (!client.connect(id.c_str(), "garden", "let-me-in")) {
      Serial.printf("rc=%d\n", client.state());
      delay(2000);
    }
  }
  TempAndHumidity data = dht.getTempAndHumidity();
  client.publish("garden/temp", String(data.temperature, 1).c_str());
  client.loop();
  delay(2000);
}
