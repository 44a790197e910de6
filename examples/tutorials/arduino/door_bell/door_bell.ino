// SPDX-License-Identifier: MIT
// A button that interrupts, debounced, and a tone when it was heard.
#include <PubSubClient.h>
#include <WiFi.h>

const byte BELL = 4;
const byte BEEPER = 23;
volatile bool pressed = false;
volatile unsigned long last = 0;

void IRAM_ATTR isr() {
  if (millis() - last > 200) {
    last = millis();
    pressed = true;
  }
}

WiFiClient net;
PubSubClient mqtt("broker.emqx.io", 1883, net);

void setup() {
  Serial.begin(115200);
  pinMode(BELL, INPUT_PULLUP);
  attachInterrupt(digitalPinToInterrupt(BELL), isr, FALLING);
  WiFi.begin("Wokwi-GUEST", "");
  while (!WiFi.isConnected()) delay(100);
}

void loop() {
  if (!mqtt.connected() && mqtt.connect("bell")) {
    mqtt.publish("door/ready", "yes", true);
    Serial.println("ready");
  }
  mqtt.loop();
  if (pressed) {
    pressed = false;
    tone(BEEPER, 880, 150);
    mqtt.publish("door/bell", "ring");
  }
}
