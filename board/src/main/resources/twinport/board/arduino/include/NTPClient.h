// SPDX-License-Identifier: MIT
// Time from an NTP server over UDP (RFC 5905), with the calls of the library of this name.
#pragma once
#include "Arduino.h"
#include "WiFiUdp.h"

class NTPClient {
 public:
  explicit NTPClient(WiFiUDP &udp) : udp_(udp) {}
  NTPClient(WiFiUDP &udp, long offset_s) : NTPClient(udp, "pool.ntp.org", offset_s) {}
  NTPClient(WiFiUDP &udp, const char *server, long offset_s = 0, unsigned long interval_ms = 60000)
      : udp_(udp), server_(server), offset_s_(offset_s), interval_ms_(interval_ms) {}

  void setPoolServerName(const char *server) { server_ = server; }
  void setRandomPort(unsigned int = 49152, unsigned int = 65535) {}
  void begin(unsigned int port = 1337) { begun_ = udp_.begin((uint16_t)port); }
  void end() {
    udp_.stop();
    begun_ = false;
  }
  // Asks when the interval is over; false when there was no answer within a second.
  bool update() {
    return updated_ && millis() - updated_ms_ < interval_ms_ ? false : forceUpdate();
  }
  bool forceUpdate() {
    if (!begun_) begin();
    while (udp_.parsePacket()) {
    }
    uint8_t packet[kPacket] = {0xE3, 0, 6, 0xEC};
    udp_.beginPacket(server_, 123);
    udp_.write(packet, sizeof packet);
    udp_.endPacket();
    for (int i = 0; i < 100; i++) {
      delay(10);
      if (udp_.parsePacket() < kPacket) continue;
      udp_.read(packet, sizeof packet);
      // Transmit timestamp, seconds since 1900.
      uint32_t seconds = 0;
      for (int at = 40; at < 44; at++) seconds = seconds << 8 | packet[at];
      epoch_s_ = seconds - 2208988800UL;
      updated_ms_ = millis();
      return updated_ = true;
    }
    return false;
  }
  bool isTimeSet() const { return updated_; }
  unsigned long getEpochTime() const {
    return offset_s_ + epoch_s_ + (millis() - updated_ms_) / 1000;
  }
  int getDay() const { return (int)((getEpochTime() / 86400L + 4) % 7); }  // 0 is Sunday
  int getHours() const { return (int)(getEpochTime() % 86400L / 3600); }
  int getMinutes() const { return (int)(getEpochTime() % 3600 / 60); }
  int getSeconds() const { return (int)(getEpochTime() % 60); }
  String getFormattedTime() const {
    char text[12];
    snprintf(text, sizeof text, "%02d:%02d:%02d", getHours(), getMinutes(), getSeconds());
    return text;
  }
  void setTimeOffset(int seconds) { offset_s_ = seconds; }
  void setUpdateInterval(unsigned long ms) { interval_ms_ = ms; }

 private:
  static constexpr int kPacket = 48;

  WiFiUDP &udp_;
  const char *server_ = "pool.ntp.org";
  long offset_s_ = 0;
  unsigned long interval_ms_ = 60000;
  unsigned long epoch_s_ = 0;
  unsigned long updated_ms_ = 0;
  bool updated_ = false;
  bool begun_ = false;
};
