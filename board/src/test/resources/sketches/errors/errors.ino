// SPDX-License-Identifier: MIT
// Goes through the table of docs/reference/board-errors.md and prints what each row gives.
#include <LittleFS.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>

String text(const char *path) { return LittleFS.open(path).readString(); }
uint16_t port(const char *name) { return text((String("/port/") + name).c_str()).toInt(); }
String ca, other, cert, key;

void row(const char *name, String found) { Serial.println("[" + String(name) + "] " + found); }

String plain(const char *host, uint16_t number, int32_t timeout_ms = 3000) {
  WiFiClient client;
  return String(client.connect(host, number, timeout_ms));
}

String secure(const char *name, const char *host = "localhost", const char *trusted = nullptr,
              const char *own = nullptr, const char *own_key = nullptr) {
  WiFiClientSecure client;
  client.setHandshakeTimeout(1);
  client.setCACert(trusted ? trusted : ca.c_str());
  if (own) client.setCertificate(own);
  if (own_key) client.setPrivateKey(own_key);
  int connected = client.connect(host, port(name));
  char words[100] = "-";
  int error = client.lastError(words, sizeof words);
  String found = String(connected) + " " + error + " " + words;
  if (connected) {
    client.print("ping");
    found += " " + client.readStringUntil('g');
  }
  return found;
}

String state(const char *name, int timeout_s) {
  WiFiClient client;
  PubSubClient mqtt(client);
  mqtt.setServer("localhost", port(name));
  mqtt.setSocketTimeout(timeout_s);
  bool connected = mqtt.connect("rows");
  return String(connected) + " " + mqtt.state();
}

void setup() {
  Serial.begin(115200);
  ca = text("/ca.pem");
  other = text("/other.pem");
  cert = text("/client.pem");
  key = text("/client.key");
  row("no-wifi", plain("localhost", port("echo")));
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(10);
  row("unknown-name", plain("nowhere.example", 1883));
  row("refused", plain("localhost", port("nobody")));
  row("refused-state", state("nobody", 1));
  row("outside", plain("192.0.2.1", 1883));

  WiFiClient client;
  client.connect("localhost", port("echo"));
  row("non-blocking", String(client.available()) + " " + client.read());
  client.print("ping");
  char got[5] = "";
  client.readBytes(got, 4);
  row("blocking", got);
  client.stop();
  row("closed", String(client.connected()) + " " + client.read() + " " + client.print("x"));

  client.connect("localhost", port("silent"));
  client.setTimeout(1);
  row("timeout", String(client.readBytes(got, 1)) + " " + client.connected());
  client.stop();
  row("timeout-state", state("silent", 1));

  client.connect("localhost", port("ends"));
  while (client.connected()) delay(1);
  row("ended", String(client.available()) + " " + client.read());
  client.connect("localhost", port("resets"));
  client.print("x");
  while (client.connected()) delay(1);
  row("reset", String(client.available()) + " " + client.read());

  row("good", secure("tls"));
  row("by-address", secure("tls", "127.0.0.1"));
  row("any-date", String(time(nullptr) < 1000000 ? "1970 " : "now ") + secure("tls"));
  row("wrong-ca", secure("tls", "localhost", other.c_str()));
  row("wrong-name", secure("tls", "broker.lab"));
  row("no-client-certificate", secure("mutual"));
  row("client-certificate", secure("mutual", "localhost", nullptr, cert.c_str(), key.c_str()));
  row("bad-ca", secure("tls", "localhost", "no certificate"));
  row("cut-ca", secure("tls", "localhost", "-----BEGIN CERTIFICATE-----\nAAAA"));
  row("placeholder-ca",
      secure("tls", "localhost",
             "-----BEGIN CERTIFICATE-----\nyour CA here\n-----END CERTIFICATE-----\n"));
  row("bad-key", secure("tls", "localhost", nullptr, cert.c_str(), "no key"));
  row("not-tls", secure("http"));
  row("hangs-up", secure("hangs-up"));
  row("tls-reset", secure("resets"));
  row("tls-timeout", secure("silent"));
  row("tls-refused", secure("nobody"));
  WiFiClientSecure unsaid;
  char words[100] = "-";
  int connected = unsaid.connect("localhost", port("tls"));
  int error = unsaid.lastError(words, sizeof words);
  row("no-ca", String(connected) + " " + error + " " + words);
  Serial.println("all rows");
}

void loop() { delay(1000); }
