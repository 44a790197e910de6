// SPDX-License-Identifier: MIT
// The weather on an LCD and on MQTT.
#include <DHT.h>
#include <LiquidCrystal_I2C.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <Wire.h>

LiquidCrystal_I2C lcd(0x27, 16, 2);
DHT dht(15, DHT22);
WiFiClient net;
PubSubClient mqtt(net);

void setup() {
  Wire.begin();
  lcd.init();
  lcd.backlight();
  lcd.print("joining...");
  dht.begin();
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(100);
  lcd.clear();
  lcd.print(WiFi.localIP());
  mqtt.setServer("mqtt.eclipseprojects.io", 1883);
}

void loop() {
  if (!mqtt.connected()) mqtt.connect("lcd-station");
  float t = dht.readTemperature(), h = dht.readHumidity();
  lcd.setCursor(0, 1);
  lcd.print(t, 1);
  lcd.print(" C ");
  lcd.print((int)h);
  lcd.print(" %");
  char text[40];
  snprintf(text, sizeof text, "{\"t\":%.1f,\"h\":%.0f}", t, h);
  mqtt.publish("lcd/weather", text);
  mqtt.loop();
  delay(2000);
}
