// SPDX-License-Identifier: MIT
// Prints what the API's calls give, one "name=value" a line; LanguageTest holds the right values.
#include <EEPROM.h>
#include <LittleFS.h>
#include <Preferences.h>

struct Pair {
  int a;
  int b;
};

void loop() { delay(1000); }

void setup() {
  Serial.begin(115200);
  strings();
  prints();
  numbers();
  files();
  kept();
  Pair p = {2, 3};
  show("sum", String(total(p)));
  Serial.println("done");
}

// Used above: the Arduino IDE declares functions by itself.
int total(const Pair &p) { return p.a + p.b; }
void show(const char *name, const String &value) { Serial.println(String(name) + "=" + value); }

void strings() {
  String s = "Hello";
  s += ' ';
  s += "World";
  show("append", s);
  show("length", String(s.length()));
  show("plus", String("a") + 1 + ',' + 2.5 + ',' + 7UL + F("!"));
  show("float", String(3.14159f));
  show("float4", String(3.14159, 4));
  show("negative", String(-0.5f, 1));
  show("nan", String(NAN, 1));
  show("hex", String(255, HEX));
  show("bin", String(5, BIN));
  show("minus_hex", String(-1, HEX));
  show("minus", String(-42));
  show("big", String(18446744073709551615ULL));
  show("char", String('x'));
  show("substring", s.substring(6) + "|" + s.substring(0, 4) + "|" + s.substring(4, 2));
  show("indexOf", String(s.indexOf('o')) + "," + s.indexOf('o', 5) + "," + s.indexOf("World") + "," +
                      s.indexOf("x") + "," + s.lastIndexOf('o') + "," + s.lastIndexOf("l"));
  show("starts", String(s.startsWith("Hell")) + s.endsWith("ld") + s.startsWith("World", 6));
  String t = "  trim me \r\n";
  t.trim();
  show("trim", "[" + t + "]");
  t.replace("m", "mm");
  show("replace", t);
  t.remove(4);
  show("remove", t);
  t.toUpperCase();
  show("upper", t);
  show("toInt", String(String("123abc").toInt()) + "," + String("x").toInt() + "," +
                    String(" -7").toInt());
  show("toFloat", String(String("2.50").toFloat(), 3));
  show("equals", String(s == "Hello World") + (s != "x") + s.equalsIgnoreCase("hello world") +
                     (String("a") < String("b")));
  s = s + s;
  show("self", s);
  s += s;
  show("self2", String(s.length()));
  char buffer[6];
  s.toCharArray(buffer, sizeof buffer);
  show("toCharArray", buffer);
  String moved = std::move(s);
  show("moved", String(moved.length()) + "," + s.length());
  String empty;
  show("empty", String(empty.isEmpty()) + empty.length() + "[" + empty + "]" + empty[3]);
  String filled;
  for (int i = 0; i < 1000; i++) filled += (char)('a' + i % 26);
  show("filled", String(filled.length()) + filled.substring(995));
}

struct Point : public Printable {
  size_t printTo(Print &out) const override { return out.print("(1,2)"); }
};

void prints() {
  Serial.print("print=");
  Serial.print(12);
  Serial.print(',');
  Serial.print(-7L);
  Serial.print(',');
  Serial.print(3.14159);
  Serial.print(',');
  Serial.print(2.0f, 0);
  Serial.print(',');
  Serial.print(255, HEX);
  Serial.print(',');
  Serial.print((byte)7, BIN);
  Serial.print(',');
  Serial.print(true);
  Serial.print(',');
  Serial.print(NAN);
  Serial.println();
  Serial.print("minus_hex_print=");
  Serial.println(-1, HEX);
  Serial.print("ip=");
  Serial.println(IPAddress(192, 168, 4, 1));
  Serial.print("printable=");
  Serial.println(Point());
  Serial.printf("printf=%5.2f|%lu|%s|%c|%03d\n", 1.5, 42UL, "text", 'z', 7);
  Serial.print(F("flash="));
  Serial.println(F("in flash"));
  size_t n = Serial.print("count=");
  Serial.println((unsigned)n);
  printf("stdout=%s\n", "too");
  Serial.println("utf8=23 \u00b0C");
}

void numbers() {
  char text[16];
  show("dtostrf", dtostrf(3.14159, 7, 2, text));
  show("dtostrf_nan", dtostrf(NAN, 1, 2, text));
  show("itoa", itoa(-255, text, 10));
  show("itoa16", itoa(255, text, 16));
  show("map", String(map(512, 0, 1023, 0, 255)) + "," + map(-5, -10, 0, 0, 100));
  show("constrain", String(constrain(15, 0, 10)) + constrain(-5, 0, 10));
  show("minmax", String(min(3, 4)) + max(3, 4) + abs(-5));
  show("bits", String(bitRead(5, 2)) + lowByte(0x1234) + highByte(0x1234));
  show("word", String(word(0x1ff)));
  randomSeed(42);
  long a = random(1000);
  randomSeed(42);
  show("seed", String(a == random(1000)));
  long r = random(5, 8);
  show("random", String(r >= 5 && r < 8));
  show("isnan", String(isnan(NAN)) + isnan(1.0f));
  IPAddress ip;
  show("parse_ip", String(ip.fromString("10.1.2.3")) + ip.toString() + ip.fromString("10.1.2"));
  time_t day = 86400;
  struct tm *utc = gmtime(&day);
  show("gmtime", String(utc->tm_year + 1900) + "-" + (utc->tm_mon + 1) + "-" + utc->tm_mday);
  unsigned long start = millis();
  delay(50);
  unsigned long took = millis() - start;
  show("delay", String(took >= 50 && took < 60));
}

void files() {
  show("begin", String(LittleFS.begin(true)));
  show("given", String(LittleFS.exists("/given.txt")) + LittleFS.exists("/absent.txt"));
  File given = LittleFS.open("/given.txt");
  show("read", given.readString());
  given.close();
  File absent = LittleFS.open("/absent.txt", "r");
  show("absent", String((bool)absent));
  File out = LittleFS.open("/log.txt", FILE_WRITE);
  out.println("one");
  out.print("two");
  out.close();
  File more = LittleFS.open("/log.txt", FILE_APPEND);
  more.print("+three");
  more.close();
  File in = LittleFS.open("/log.txt", "r");
  show("size", String(in.size()));
  show("line1", in.readStringUntil('\r'));
  in.read();
  show("line2", in.readStringUntil('\n'));
  show("left", String(in.available()));
  in.seek(0);
  show("peek", String((char)in.peek()));
  in.close();
  LittleFS.mkdir("/dir");
  LittleFS.open("/dir/a.txt", "w").print("a");
  LittleFS.open("/dir/b.txt", "w").print("bb");
  File dir = LittleFS.open("/dir");
  String names;
  for (File f = dir.openNextFile(); f; f = dir.openNextFile()) names += String(f.name()) + f.size();
  show("dir", names + dir.isDirectory());
  show("rename", String(LittleFS.rename("/dir/a.txt", "/c.txt")) + LittleFS.exists("/c.txt"));
  show("remove_file", String(LittleFS.remove("/c.txt")) + LittleFS.exists("/c.txt"));
  show("used", String(LittleFS.usedBytes() > 0 && LittleFS.usedBytes() < LittleFS.totalBytes()));
}

// What outlives a restart.
void kept() {
  Preferences p;
  p.begin("test", false);
  unsigned boots = p.getUInt("boots", 0) + 1;
  p.putUInt("boots", boots);
  p.putString("name", "kept " + String(boots));
  show("boots", String(boots));
  show("name", p.getString("name", "?"));
  show("unknown", p.getString("unknown", "default") + p.isKey("name") + p.isKey("unknown"));
  p.end();
  EEPROM.begin(64);
  byte old = EEPROM.read(10);
  EEPROM.write(10, (byte)(boots * 10));
  EEPROM.commit();
  show("eeprom", String(old));
}
