// SPDX-License-Identifier: MIT
// One sketch for the tests of network clients: files on the flash say what it does.
#include <LittleFS.h>
#include <PubSubClient.h>
#include <WiFi.h>
#include <WiFiClientSecure.h>

WiFiClient plain;
WiFiClientSecure secure;
PubSubClient mqtt;
String host, flags, ca, cert, key;
int port;
unsigned long last = 0;

String fileText(const char *path) {
  File f = LittleFS.open(path);
  return f ? f.readString() : String();
}
bool flag(const char *name) { return flags.indexOf(name) >= 0; }

void onMessage(char *topic, byte *payload, unsigned int length) {
  String text;
  for (unsigned int i = 0; i < length; i++) text += (char)payload[i];
  if (length > 40) text = "length " + String(length);
  Serial.println("got " + String(topic) + " " + text);
  mqtt.publish("t/echo", text.c_str());
}

void setup() {
  Serial.begin(115200);
  host = fileText("/host.txt");
  port = fileText("/port.txt").toInt();
  flags = fileText("/flags.txt");
  ca = fileText("/ca.pem");
  cert = fileText("/cert.pem");
  key = fileText("/key.pem");
  WiFi.onEvent([](WiFiEvent_t event) {
    if (event == ARDUINO_EVENT_WIFI_STA_GOT_IP) Serial.println("event: address");
  });
  WiFi.mode(WIFI_STA);
  WiFi.begin("Wokwi-GUEST", "");
  while (WiFi.status() != WL_CONNECTED) delay(50);
  Serial.print("address ");
  Serial.println(WiFi.localIP());
  if (flag("tls")) {
    if (flag("insecure")) secure.setInsecure();
    if (ca.length()) secure.setCACert(ca.c_str());
    if (cert.length()) secure.setCertificate(cert.c_str());
    if (key.length()) secure.setPrivateKey(key.c_str());
    mqtt.setClient(secure);
  } else {
    mqtt.setClient(plain);
  }
  mqtt.setServer(host.c_str(), port);
  mqtt.setCallback(onMessage);
  if (flag("keepalive1")) mqtt.setKeepAlive(1);
  bool ok = flag("user")
                ? mqtt.connect("board", "nobody", "wrong")
                : mqtt.connect("board", nullptr, nullptr, "t/will", 1, true, "gone");
  Serial.println("connect " + String(ok) + " state " + String(mqtt.state()));
  if (!ok && flag("tls")) {
    char why[100];
    Serial.printf("lastError %d\n", secure.lastError(why, sizeof why));
  }
  if (!ok) return;
  Serial.println("subscribe " + String(mqtt.subscribe("t/cmd", 1)));
  String large;
  while (large.length() < 1500) large += "0123456789";
  Serial.println("too large " + String(mqtt.publish("t/large", large.c_str())));
  mqtt.setBufferSize(2000);
  Serial.println("fits " + String(mqtt.publish("t/large", large.c_str())));
  Serial.println("retained " + String(mqtt.publish("t/kept", "kept", true)));
  Serial.println("pieces " + String(mqtt.beginPublish("t/pieces", 6, false)) +
                 String(mqtt.print("abc")) + mqtt.print("def") + mqtt.endPublish());
  Serial.println("ready");
}

void loop() {
  static bool was = false;
  mqtt.loop();
  if (was && !mqtt.connected()) Serial.println("lost state " + String(mqtt.state()));
  was = mqtt.connected();
  if (mqtt.connected() && millis() - last > 500) {
    last = millis();
    mqtt.publish("t/tick", String(last).c_str());
  }
  delay(5);
}
