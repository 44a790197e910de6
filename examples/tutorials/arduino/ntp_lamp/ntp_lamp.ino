// SPDX-License-Identifier: MIT
// A lamp that says what time it was switched, over TLS, at QoS 1.
#include <MQTT.h>
#include <NTPClient.h>
#include <WiFiClientSecure.h>
#include <WiFiUdp.h>

const int LAMP = 19;
WiFiUDP ntpUDP;
NTPClient timeClient(ntpUDP, "europe.pool.ntp.org", 3600, 60000);
WiFiClientSecure net;
MQTTClient client(512);
String pending;

void connect() {
  Serial.print("checking wifi...");
  while (WiFi.status() != WL_CONNECTED) {
    Serial.print(".");
    delay(100);
  }
  net.setInsecure();
  Serial.print("\nconnecting...");
  while (!client.connect("ntp-lamp", "public", "public")) {
    Serial.printf("%d/%d.", client.lastError(), client.returnCode());
    delay(1000);
  }
  Serial.println("\nconnected!");
  client.subscribe("studio/lamp/set", 1);
  client.publish("studio/lamp/state", digitalRead(LAMP) ? "on" : "off", true, 1);
}

// Nothing is published in here: the answer waits for loop().
void messageReceived(String& topic, String& payload) {
  digitalWrite(LAMP, payload == "on" ? HIGH : LOW);
  pending = payload + " at " + timeClient.getFormattedTime();
}

void setup() {
  Serial.begin(115200);
  pinMode(LAMP, OUTPUT);
  WiFi.begin("Wokwi-GUEST", "");
  client.begin("public.cloud.shiftr.io", 8883, net);
  client.onMessage(messageReceived);
  client.setWill("studio/lamp/state", "gone", true, 1);
  connect();
  timeClient.begin();
  while (!timeClient.update()) Serial.println("no time yet");
  client.publish("studio/lamp/clock", timeClient.getFormattedTime());
}

void loop() {
  client.loop();
  delay(10);
  if (!client.connected()) connect();
  if (pending.length()) {
    client.publish("studio/lamp/state", pending, true, 2);
    pending = "";
  }
}
