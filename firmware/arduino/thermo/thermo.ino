// SPDX-License-Identifier: MIT
//
// Thermometer: reads a DHT22, publishes what it read every two seconds over MQTT, and obeys
// commands. Whether it speaks plain MQTT or TLS with a client certificate is decided by its
// configuration alone, /config.json on the flash file system:
//
//   {"wifi_ssid": "Wokwi-GUEST", "wifi_password": "",
//    "host": "localhost", "port": 8883, "tls": true,
//    "site": "secure", "id": "thermo-tls", "user": "", "password": "",
//    "ca": "-----BEGIN CERTIFICATE-----\n...", "cert": "...", "key": "..."}
//
// On a real ESP32 (see README.md beside this file): libraries "PubSubClient" and "DHT sensor
// library", DHT22 data on GPIO 15 with its pull-up, LED on GPIO 2; put config.json into the sketch's
// data folder and upload it to LittleFS before the sketch.

#include <DHT.h>
#include <LittleFS.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>

const int DHT_PIN = 15;
const int LED_PIN = 2;
const unsigned long DEFAULT_INTERVAL_MS = 2000;
const long MIN_INTERVAL_S = 2;  // a DHT22 is not faster
const long MAX_INTERVAL_S = 3600;
const unsigned long FIRST_RETRY_MS = 500;
const unsigned long LAST_RETRY_MS = 30000;
const size_t MAX_CONFIG = 16384;
const uint16_t MQTT_BUFFER = 1024;

struct Config {
  String ssid, wifiPassword, host, site, id, user, password, ca, cert, key;
  uint16_t port = 1883;
  bool tls = false;
};

Config config;
WiFiClient plainSocket;
WiFiClientSecure secureSocket;
PubSubClient mqtt;
DHT dht(DHT_PIN, DHT22);

unsigned long intervalMs = DEFAULT_INTERVAL_MS;
unsigned long lastReading = 0UL - DEFAULT_INTERVAL_MS;  // the first one at once
unsigned long lastTry = 0;
unsigned long retryMs = 0;  // try at once

// ---- A reader for flat JSON: one object, values are texts, numbers, true, false or null ----

// The place behind the name's colon, or -1.
int findValue(const String &json, const char *name) {
  String quoted = "\"" + String(name) + "\"";
  int at = json.indexOf(quoted);
  while (at >= 0) {
    int i = at + quoted.length();
    while (i < (int)json.length() && isspace(json[i])) i++;
    if (json[i] == ':') {
      i++;
      while (i < (int)json.length() && isspace(json[i])) i++;
      return i;
    }
    at = json.indexOf(quoted, at + 1);
  }
  return -1;
}

// The four hexadecimal digits of \uXXXX, as UTF-8 (code points below 0x10000 only).
void appendCodePoint(String &text, const String &digits) {
  long code = strtol(digits.c_str(), nullptr, 16);
  if (code < 0x80) {
    text += (char)code;
  } else if (code < 0x800) {
    text += (char)(0xC0 | (code >> 6));
    text += (char)(0x80 | (code & 0x3F));
  } else {
    text += (char)(0xE0 | (code >> 12));
    text += (char)(0x80 | ((code >> 6) & 0x3F));
    text += (char)(0x80 | (code & 0x3F));
  }
}

// The value with this name as text: without its quotes and escapes if it has some.
String jsonValue(const String &json, const char *name) {
  String text;
  int i = findValue(json, name);
  if (i < 0) return text;
  if (json[i] != '"') {
    while (i < (int)json.length() && json[i] != ',' && json[i] != '}') text += json[i++];
    text.trim();
    return text == "null" ? String() : text;
  }
  for (i++; i < (int)json.length() && json[i] != '"'; i++) {
    if (json[i] != '\\') {
      text += json[i];
      continue;
    }
    i++;
    switch (json[i]) {
      case 'n': text += '\n'; break;
      case 'r': text += '\r'; break;
      case 't': text += '\t'; break;
      case 'b': text += '\b'; break;
      case 'f': text += '\f'; break;
      case 'u':
        appendCodePoint(text, json.substring(i + 1, i + 5));
        i += 4;
        break;
      default: text += json[i];
    }
  }
  return text;
}

// A text as it stands in JSON, with its quotes.
String jsonText(const String &value) {
  String text = "\"";
  for (unsigned int i = 0; i < value.length(); i++) {
    char c = value[i];
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if ((unsigned char)c < 0x20) {
      char escape[7];
      snprintf(escape, sizeof escape, "\\u%04x", c);
      text += escape;
    } else {
      text += c;
    }
  }
  return text + "\"";
}

// ---- Configuration ----

bool readConfig() {
  if (!LittleFS.begin(true)) {
    Serial.println("no flash file system");
    return false;
  }
  File file = LittleFS.open("/config.json", "r");
  if (!file) {
    Serial.println("no /config.json: upload the file system first");
    return false;
  }
  if (file.size() > MAX_CONFIG) {
    Serial.println("/config.json is too long");
    return false;
  }
  String json;
  json.reserve(file.size());
  while (file.available()) json += (char)file.read();
  file.close();

  config.ssid = jsonValue(json, "wifi_ssid");
  config.wifiPassword = jsonValue(json, "wifi_password");
  config.host = jsonValue(json, "host");
  config.port = (uint16_t)jsonValue(json, "port").toInt();
  config.tls = jsonValue(json, "tls") == "true";
  config.site = jsonValue(json, "site");
  config.id = jsonValue(json, "id");
  config.user = jsonValue(json, "user");
  config.password = jsonValue(json, "password");
  config.ca = jsonValue(json, "ca");
  config.cert = jsonValue(json, "cert");
  config.key = jsonValue(json, "key");
  return config.host.length() > 0 && config.port > 0 && config.id.length() > 0;
}

String topic(const String &name) { return config.site + "/" + config.id + "/" + name; }

// ---- Commands: <site>/<id>/cmd/<name> with {"id":"c1","value":"on"} ----

// The last commands and what was answered. A command that comes again by its id, which is how a
// message is repeated that may have got lost, is answered again but not carried out again.
const int REMEMBERED = 8;
String rememberedIds[REMEMBERED];
String rememberedAnswers[REMEMBERED];
int nextRemembered = 0;

void send(const String &name, const String &json) {
  mqtt.publish(topic("cmd/" + name + "/response").c_str(), json.c_str());
}

bool answeredBefore(const String &name, const String &id) {
  for (int i = 0; i < REMEMBERED && id.length(); i++) {
    if (rememberedIds[i] == id) {
      send(name, rememberedAnswers[i]);
      return true;
    }
  }
  return false;
}

void answer(const String &name, const String &id, bool ok, const String &said) {
  String json = "{\"id\":" + jsonText(id) + ",\"ok\":" + (ok ? "true,\"value\":" : "false,\"error\":") +
                jsonText(said) + "}";
  rememberedIds[nextRemembered] = id;
  rememberedAnswers[nextRemembered] = json;
  nextRemembered = (nextRemembered + 1) % REMEMBERED;
  send(name, json);
}

void onMessage(char *topicText, byte *payload, unsigned int length) {
  // Both texts lie in the library's buffer, which the answer will use: copy them first.
  String name = String(topicText).substring(topic("cmd/").length());
  String json;
  json.reserve(length);
  for (unsigned int i = 0; i < length; i++) json += (char)payload[i];
  String id = jsonValue(json, "id");
  if (answeredBefore(name, id)) return;
  String value = jsonValue(json, "value");
  Serial.println("command " + name + " " + value);

  if (name == "led" && (value == "on" || value == "off")) {
    digitalWrite(LED_PIN, value == "on" ? HIGH : LOW);
    answer(name, id, true, value);
  } else if (name == "led") {
    answer(name, id, false, "led is on or off");
  } else if (name == "interval") {
    long seconds = value.toInt();
    if (seconds < MIN_INTERVAL_S || seconds > MAX_INTERVAL_S) {
      answer(name, id, false, "interval is " + String(MIN_INTERVAL_S) + " to " +
                                  String(MAX_INTERVAL_S) + " seconds");
      return;
    }
    intervalMs = (unsigned long)seconds * 1000;
    answer(name, id, true, String(seconds));
  } else {
    answer(name, id, false, "commands are led and interval");
  }
}

// ---- Connection ----

void connectMqtt() {
  String status = topic("status");
  const char *user = config.user.length() ? config.user.c_str() : nullptr;
  const char *password = config.user.length() ? config.password.c_str() : nullptr;
  Serial.println("MQTT " + config.host + ":" + String(config.port) + (config.tls ? " with TLS" : ""));
  if (mqtt.connect(config.id.c_str(), user, password, status.c_str(), 0, true, "offline")) {
    mqtt.publish(status.c_str(), "online", true);
    mqtt.subscribe(topic("cmd/+").c_str());
    Serial.println("connected");
    retryMs = FIRST_RETRY_MS;
    return;
  }
  Serial.print("failed, state ");
  Serial.println(mqtt.state());
  if (config.tls) {
    char why[120];
    int number = secureSocket.lastError(why, sizeof why);
    if (number != 0) Serial.printf("TLS error %d: %s\n", number, why);
  }
  retryMs = constrain(retryMs * 2, FIRST_RETRY_MS, LAST_RETRY_MS);
}

void publishReading() {
  float temperature = dht.readTemperature();
  float humidity = dht.readHumidity();
  String json = "{\"temperature\":" + (isnan(temperature) ? String("null") : String(temperature, 1)) +
                ",\"humidity\":" + (isnan(humidity) ? String("null") : String(humidity, 1)) + "}";
  mqtt.publish(topic("dht22").c_str(), json.c_str());
  Serial.println(json);
}

void setup() {
  Serial.begin(115200);
  pinMode(LED_PIN, OUTPUT);
  dht.begin();
  if (!readConfig()) {
    Serial.println("no usable configuration");
    while (true) delay(1000);
  }
  WiFi.mode(WIFI_STA);
  WiFi.begin(config.ssid.c_str(), config.wifiPassword.c_str());
  if (config.tls) {
    secureSocket.setCACert(config.ca.c_str());
    if (config.cert.length()) secureSocket.setCertificate(config.cert.c_str());
    if (config.key.length()) secureSocket.setPrivateKey(config.key.c_str());
    mqtt.setClient(secureSocket);
  } else {
    mqtt.setClient(plainSocket);
  }
  mqtt.setServer(config.host.c_str(), config.port);
  mqtt.setBufferSize(MQTT_BUFFER);
  mqtt.setCallback(onMessage);
}

void loop() {
  unsigned long now = millis();
  if (WiFi.status() == WL_CONNECTED && !mqtt.connected() && now - lastTry >= retryMs) {
    lastTry = now;
    connectMqtt();
  }
  mqtt.loop();
  if (mqtt.connected() && now - lastReading >= intervalMs) {
    lastReading = now;
    publishReading();
  }
  delay(5);
}
