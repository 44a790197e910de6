// SPDX-License-Identifier: MIT
// Written in the manner of the usual tutorials, with their habits: busy and blocking waits, functions
// used above their definition, fixed buffers, Strings glued together, a client id by chance.
#include <WiFi.h>
#include <PubSubClient.h>
#include "DHT.h"
#include "settings.h"

#ifndef ESP32
#error "this sketch is for the ESP32"
#endif

#define DHTPIN 15
#define DHTTYPE DHT22
#define ledPin LED_BUILTIN
#define MSG_BUFFER_SIZE (50)

const char* ssid = "Wokwi-GUEST";
const char* password = "";
IPAddress brokerAddress(127, 0, 0, 1);

WiFiClient espClient;
PubSubClient client(espClient);
DHT dht(DHTPIN, DHTTYPE);

long lastMsg = 0;
char msg[MSG_BUFFER_SIZE];
int value = 0;
float temperature = 0, humidity = 0;
byte mac[6];
static const char PROGMEM banner[] = "tutorial";

void setup_wifi() {
  delay(10);
  Serial.println();
  Serial.print(F("Connecting to "));
  Serial.println(ssid);
  WiFi.begin(ssid, password);
  while (WiFi.status() != WL_CONNECTED) {
    // busy, without a delay
  }
  randomSeed(micros());
  Serial.println("WiFi connected");
  Serial.println("IP address: ");
  Serial.println(WiFi.localIP());
  WiFi.macAddress(mac);
  Serial.printf("MAC %02X:%02X, again %s, RSSI %d\n", mac[0], mac[1], WiFi.macAddress().c_str(),
                WiFi.RSSI());
}

void setup() {
  pinMode(ledPin, OUTPUT);
  Serial.begin(115200);
  Serial.println(FPSTR(banner));
  uint64_t chipid = ESP.getEfuseMac();
  Serial.printf("chip %04X%08X\n", (uint16_t)(chipid >> 32), (uint32_t)chipid);
  setup_wifi();
  configTime(3600, 3600, "pool.ntp.org", "time.nist.gov");
  printTime();
  client.setServer(brokerAddress, port());
  client.setCallback(callback);
  dht.begin();
}

void printTime() {
  struct tm timeinfo;
  if (!getLocalTime(&timeinfo)) {
    Serial.println("Failed to obtain time");
    return;
  }
  Serial.println(&timeinfo, "year %Y");
  time_t now;
  time(&now);
  Serial.println(String("epoch good ") + (now > 1600000000));
}

void callback(char* topic, byte* message, unsigned int length) {
  Serial.print("Message arrived on topic: ");
  Serial.print(topic);
  Serial.print(". Message: ");
  String messageTemp;
  for (int i = 0; i < length; i++) {
    Serial.print((char)message[i]);
    messageTemp += (char)message[i];
  }
  Serial.println();
  if (String(topic) == "t/output") {
    if (messageTemp == "on") {
      digitalWrite(ledPin, HIGH);
    } else if (messageTemp == "off") {
      digitalWrite(ledPin, LOW);
    }
    client.publish("t/led", digitalRead(ledPin) ? "lit" : "dark");
  }
}

void reconnect() {
  while (!client.connected()) {
    Serial.print("Attempting MQTT connection...");
    String clientId = "ESP32Client-";
    clientId += String(random(0xffff), HEX);
    if (client.connect(clientId.c_str())) {
      Serial.println("connected");
      client.publish("t/outTopic", "hello world");
      client.subscribe("t/output");
    } else {
      Serial.print("failed, rc=");
      Serial.print(client.state());
      Serial.println(" try again in 5 seconds");
      delay(5000);
    }
  }
}

void loop() {
  if (!client.connected()) {
    reconnect();
  }
  client.loop();

  long now = millis();
  if (now - lastMsg > 500) {
    lastMsg = now;
    temperature = dht.readTemperature();
    humidity = dht.readHumidity();
    if (isnan(temperature) || isnan(humidity)) {
      Serial.println(F("Failed to read from DHT sensor!"));
      return;
    }
    char tempString[8];
    dtostrf(temperature, 1, 2, tempString);
    Serial.print("Temperature: ");
    Serial.print(temperature);
    Serial.print(F("\xC2\xB0" "C  Heat index: "));
    Serial.println(dht.computeHeatIndex(temperature, humidity, false));
    client.publish("t/temperature", tempString);
    snprintf(msg, MSG_BUFFER_SIZE, "hello world #%d", ++value);
    client.publish("t/count", msg);
    String json = "{\"temperature\":" + String(temperature) + ", \"humidity\":" + String(humidity, 1) + "}";
    client.publish("t/json", (char*)json.c_str());
  }
}
