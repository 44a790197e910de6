// SPDX-License-Identifier: MIT
// Every bus of the bench and the libraries that tutorials reach them by.
#include <Adafruit_NeoPixel.h>
#include <ArduinoJson.h>
#include <DallasTemperature.h>
#include <ESP32Servo.h>
#include <HTTPClient.h>
#include <LiquidCrystal_I2C.h>
#include <LittleFS.h>
#include <OneWire.h>
#include <WiFi.h>
#include <WiFiUdp.h>
#include <Wire.h>

LiquidCrystal_I2C lcd(0x27, 16, 2);
OneWire oneWire(4);
DallasTemperature sensors(&oneWire);
Adafruit_NeoPixel pixels(3, 5, NEO_GRB + NEO_KHZ800);
Servo servo;

void json() {
  JsonDocument doc;
  doc["device"] = "esp32";
  doc["celsius"] = 23.5;
  doc["count"] = 7;
  doc["on"] = true;
  doc["nested"]["deep"] = String("x\"y");
  JsonArray list = doc["list"].to<JsonArray>();
  list.add(1);
  list.add(2.25f);
  list.add("three");
  String text;
  serializeJson(doc, text);
  Serial.println(text);
  char small[12];
  Serial.println(serializeJson(doc, small));
  StaticJsonDocument<200> in;
  DeserializationError error =
      deserializeJson(in, "{\"led\":\"on\",\"level\":80,\"t\":-1.5e1,\"a\":[1,{\"b\":null}],\"u\":\"\\u00b0\"}");
  Serial.printf("json %s %d %.1f %d %s\n", in["led"].as<const char *>(), in["level"].as<int>(),
                in["t"].as<float>(), (int)in["a"].size(), in["u"].as<String>().c_str());
  int missing = in["none"] | 42;
  const char *led = in["led"];
  Serial.printf("json %d %d %d %d %s\n", missing, in.containsKey("led"), in["a"][1]["b"].isNull(), !error, led);
  for (JsonPair each : in.as<JsonObject>()) Serial.printf("%s;", each.key().c_str());
  Serial.println(deserializeJson(in, "{\"a\":").c_str());
  Serial.println(deserializeJson(in, "{x}").c_str());
  Serial.println(deserializeJson(in, "").c_str());
}

void setup() {
  Serial.begin(115200);
  json();

  Wire.begin(21, 22);
  for (byte address = 1; address < 127; address++) {
    Wire.beginTransmission(address);
    if (Wire.endTransmission() == 0) Serial.printf("i2c 0x%02X\n", address);
  }
  lcd.init();
  lcd.backlight();
  lcd.print("Temperature:");
  lcd.setCursor(0, 1);
  lcd.print(23.5, 1);
  lcd.print((char)223);
  lcd.print("C");

  sensors.begin();
  sensors.requestTemperatures();
  Serial.printf("dallas %d %.2f\n", sensors.getDeviceCount(), sensors.getTempCByIndex(0));

  pixels.begin();
  pixels.setBrightness(255);
  pixels.setPixelColor(1, pixels.Color(255, 0, 16));
  pixels.show();
  servo.attach(18, 500, 2400);
  servo.write(90);
  ledcSetup(0, 5000, 8);
  ledcAttachPin(19, 0);
  ledcWrite(0, 64);
  tone(23, 440);
  Serial.println("parts set");

  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(50);
  WiFiUDP udp;
  udp.begin(2390);
  byte packet[48] = {0b11100011, 0, 6, 0xEC};
  udp.beginPacket("pool.ntp.org", 123);
  udp.write(packet, 48);
  udp.endPacket();
  while (udp.parsePacket() == 0) delay(5);
  udp.read(packet, 48);
  unsigned long seconds = (unsigned long)packet[40] << 24 | packet[41] << 16 | packet[42] << 8 | packet[43];
  Serial.printf("ntp %d\n", seconds - 2208988800UL > 1700000000UL);

  File port = LittleFS.begin(true) ? LittleFS.open("/port.txt") : File();
  HTTPClient http;
  http.begin("http://localhost:" + port.readString() + "/data?x=1");
  http.addHeader("Content-Type", "application/json");
  int code = http.POST("{\"t\":23.5}");
  Serial.printf("http %d %s\n", code, http.getString().c_str());
  http.end();
}
void loop() { delay(100); }
