// SPDX-License-Identifier: MIT
// Temperature and humidity of a DHT22 to MQTT, and a lamp that takes orders.
// DHT22 data on GPIO 15, LED on GPIO 2.
#include <DHT.h>
#include <PubSubClient.h>
#include <WiFi.h>

const char* ssid = "Wokwi-GUEST";
const char* password = "";
const char* mqtt_server = "broker.hivemq.com";

WiFiClient espClient;
PubSubClient client(espClient);
DHT dht(15, DHT22);
long lastMsg = 0;
char buffer[8];

void setup_wifi() {
  delay(10);
  Serial.print("Connecting to ");
  Serial.println(ssid);
  WiFi.begin(ssid, password);
  while (WiFi.status() != WL_CONNECTED) {
    delay(500);
    Serial.print(".");
  }
  Serial.println(WiFi.localIP());
}

void callback(char* topic, byte* message, unsigned int length) {
  String text;
  for (unsigned int i = 0; i < length; i++) text += (char)message[i];
  if (String(topic) == "esp32/output") digitalWrite(2, text == "on" ? HIGH : LOW);
  Serial.printf("%s: %s\n", topic, text.c_str());
}

void reconnect() {
  while (!client.connected()) {
    if (client.connect("ESP32Client")) {
      client.subscribe("esp32/output");
    } else {
      Serial.print("failed, rc=");
      Serial.println(client.state());
      delay(5000);
    }
  }
}

void setup() {
  Serial.begin(115200);
  pinMode(2, OUTPUT);
  dht.begin();
  setup_wifi();
  client.setServer(mqtt_server, 1883);
  client.setCallback(callback);
}

void loop() {
  if (!client.connected()) reconnect();
  client.loop();
  long now = millis();
  if (now - lastMsg > 2000) {
    lastMsg = now;
    float t = dht.readTemperature();
    float h = dht.readHumidity();
    if (isnan(t) || isnan(h)) return;
    dtostrf(t, 1, 2, buffer);
    client.publish("esp32/temperature", buffer);
    dtostrf(h, 1, 2, buffer);
    client.publish("esp32/humidity", buffer, true);
  }
}
