// SPDX-License-Identifier: MIT
// One sketch for the tests of the machine itself: the file /mode.txt says what it does.
#include <DHTesp.h>
const DHTesp::DHT_MODEL_t MODEL = DHTesp::DHT22;  // before DHT.h defines that name
#include <DHT.h>
#include <LittleFS.h>
#include <Ticker.h>

DHT dht(15, DHT22);
DHTesp other;
Ticker ticker, once;
RTC_DATA_ATTR int wakes = 0;
volatile int presses = 0;

void IRAM_ATTR onPress() { presses++; }
String mode;
volatile int sink;
void *volatile kept;  // what is kept cannot be optimised away

int deeper(int n) {
  volatile int room[64];
  room[n % 64] = n;
  return n < 0 ? 0 : deeper(n + 1) + room[n % 64];
}

void setup() {
  Serial.begin(115200);
  mode = LittleFS.open("/mode.txt").readString();
  Serial.println("mode " + mode);
  if (mode == "dht") dht.begin();
  if (mode == "busy") {
    while (true) sink++;
  }
  if (mode == "poll") {
    while (millis() < 4000000000UL) {
    }
  }
  if (mode == "sleep") delay(1000000000UL);
  if (mode == "trap") __builtin_trap();
  if (mode == "abort") abort();
  if (mode == "divide") Serial.println(100 / sink);
  if (mode == "pointer") *(volatile int *)0xF0000000 = 1;
  if (mode == "recursion") Serial.println(deeper(0));
  if (mode == "memory") {
    while (true) kept = new char[10000];
  }
  if (mode == "malloc") {
    do {
      kept = malloc(10000);
    } while (kept);
    Serial.println("malloc gave nothing");
    String s;
    Serial.println(s.reserve(100000) ? "reserved" : "String goes on");
  }
  if (mode == "restart") {
    File count = LittleFS.open("/count.txt", "a");
    count.print("x");
    count.close();
    int boots = LittleFS.open("/count.txt").size();
    Serial.println("boot " + String(boots));
    if (boots < 3) ESP.restart();
  }
  if (mode == "interrupt") {
    pinMode(4, INPUT_PULLUP);
    attachInterrupt(digitalPinToInterrupt(4), onPress, FALLING);
    Serial.println("watching");
  }
  if (mode == "ticker") {
    ticker.attach_ms(100, [] { Serial.print("tick "); });
    once.once(0.35, [] {
      ticker.detach();
      Serial.println("end");
    });
  }
  if (mode == "dhtesp") other.setup(15, MODEL);
  if (mode == "deep") {
    bool timer = esp_sleep_get_wakeup_cause() == ESP_SLEEP_WAKEUP_TIMER;
    Serial.println("wake " + String(++wakes) + (timer ? " by timer" : ""));
    esp_sleep_enable_timer_wakeup(5000000);
    esp_deep_sleep_start();
  }
  if (mode == "pins") {
    pinMode(2, OUTPUT);
    digitalWrite(2, HIGH);
    pinMode(4, INPUT_PULLUP);
    pinMode(5, INPUT);
    Serial.println("levels " + String(digitalRead(2)) + digitalRead(4) + digitalRead(5));
  }
}

void loop() {
  if (mode == "dht") {
    // Both values of one frame: the second call finds the first one's result.
    float t = dht.readTemperature();
    float h = dht.readHumidity();
    Serial.println("[" + String(t, 1) + " " + String(h, 1) + "]");
    delay(2000);
  } else if (mode == "dhtesp") {
    TempAndHumidity both = other.getTempAndHumidity();
    Serial.println("[" + String(both.temperature, 1) + " " + String(both.humidity, 1) + " " +
                   other.getStatusString() + "]");
    delay(other.getMinimumSamplingPeriod());
  } else if (mode == "interrupt") {
    static int last = 0;
    if (presses != last) Serial.println("presses " + String(presses));
    last = presses;
    delay(10);
  } else if (mode == "analog") {
    Serial.println("raw " + String(analogRead(34)) + " mV " + analogReadMilliVolts(34));
    delay(100);
  } else if (mode == "fast") {
    float t = dht.readTemperature(false, true);
    Serial.println("[" + String(t, 1) + "]");
    delay(100);
  } else if (mode == "echo") {
    String line = Serial.readStringUntil('\n');
    if (line.length()) Serial.println("heard " + line + " " + String(line.toInt() * 2));
  } else if (mode == "pins") {
    static int last = -1;
    int now = digitalRead(4);
    if (now != last) Serial.println("button " + String(now));
    last = now;
    delay(1);
  } else if (mode == "spin") {
    // never waits
  } else {
    delay(1000);
  }
}
