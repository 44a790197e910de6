// SPDX-License-Identifier: MIT
// A board that does harm if it can, and one beside it that sends a byte each period.
#include <LittleFS.h>
#include <WiFi.h>

WiFiClient client;
String mode;
long period_ms;
volatile int sink;
void *volatile kept;

String text(const char *path) { return LittleFS.open(path).readString(); }

int deeper(int n) {
  volatile int room[64];
  room[n % 64] = n;
  return n < 0 ? 0 : deeper(n + 1) + room[n % 64];
}

void join() {
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(10);
}

void setup() {
  Serial.begin(115200);
  mode = text("/mode.txt");
  Serial.println("mode " + mode);
  if (mode == "telemetry") {
    join();
    period_ms = text("/period").toInt();
    client.connect("localhost", text("/port").toInt());
  }
  if (mode == "reset") {
    join();
    client.connect("localhost", text("/port").toInt());
    client.print("x");
    LittleFS.open("/kept", "w").print("x");
    ESP.restart();
  }
  if (mode == "loop") {
    while (true) sink++;
  }
  if (mode == "allocate") {
    while (true) kept = new char[1000];
  }
  if (mode == "recurse") Serial.println(deeper(0));
  if (mode == "pointer") *(volatile int *)0xF0000000 = 1;
  if (mode == "trap") __builtin_trap();
  if (mode == "outside") {
    for (const char *path : {"/../../../../tmp/twinport-escape", "/etc/passwd"}) {
      File file = LittleFS.open(path, "w");
      if (file) file.print("escaped");
      file.close();
    }
    Serial.println("done");
  }
  if (mode == "hosts") {
    join();
    for (const char *host : {"127.0.0.1", "0.0.0.0", "192.0.2.1"}) {
      Serial.println(client.connect(host, text("/port").toInt()) ? "reached" : "refused");
    }
    Serial.println("done");
  }
}

void loop() {
  if (mode == "telemetry") client.print("x");
  delay(mode == "telemetry" ? period_ms : 1000);
}
