// SPDX-License-Identifier: MIT
// Wi-Fi of the virtual board: every network is there, unless a fault was asked for.
#pragma once
#include <functional>

#include "Arduino.h"
#include "IPAddress.h"
#include "WiFiClient.h"
#include "WiFiType.h"

typedef union {
  struct {
    uint8_t reason;
  } wifi_sta_disconnected;
} arduino_event_info_t;
typedef arduino_event_info_t WiFiEventInfo_t;
typedef size_t wifi_event_id_t;
typedef void (*WiFiEventCb)(arduino_event_id_t event);
typedef std::function<void(arduino_event_id_t event, arduino_event_info_t info)> WiFiEventFuncCb;

class WiFiClass {
 public:
  wl_status_t begin(const char *ssid, const char *password = nullptr, int32_t channel = 0,
                    const uint8_t *bssid = nullptr, bool connect = true);
  wl_status_t begin(const String &ssid, const String &password = String()) {
    return begin(ssid.c_str(), password.c_str());
  }
  wl_status_t begin();
  bool reconnect();
  bool disconnect(bool off = false, bool forget = false);
  bool config(IPAddress local, IPAddress gateway, IPAddress subnet, IPAddress dns1 = (uint32_t)0,
              IPAddress dns2 = (uint32_t)0);
  wl_status_t status();
  bool isConnected() { return status() == WL_CONNECTED; }
  uint8_t waitForConnectResult(unsigned long timeout_ms = 60000);

  bool mode(wifi_mode_t mode);
  wifi_mode_t getMode() { return mode_; }
  bool setSleep(bool) { return true; }
  bool setAutoReconnect(bool on);
  bool setAutoConnect(bool) { return true; }
  bool getAutoReconnect() { return automatic_; }
  void persistent(bool) {}
  bool setHostname(const char *name);
  const char *getHostname() { return hostname_.c_str(); }
  bool setTxPower(int) { return true; }

  IPAddress localIP();
  IPAddress gatewayIP();
  IPAddress subnetMask();
  IPAddress dnsIP(uint8_t number = 0);
  String macAddress();
  uint8_t *macAddress(uint8_t *six_bytes);
  String SSID() { return isConnected() ? ssid_ : String(); }
  String psk() { return password_; }
  String BSSIDstr() { return isConnected() ? String("02:00:00:00:00:01") : String(); }
  int8_t RSSI();
  int32_t channel() { return 6; }
  int hostByName(const char *host, IPAddress &result);

  int16_t scanNetworks(bool async = false, bool hidden = false);
  int16_t scanComplete() { return found_; }
  void scanDelete() { found_ = -2; }
  String SSID(uint8_t index);
  int32_t RSSI(uint8_t index) { return index == 0 ? -55 : 0; }
  wifi_auth_mode_t encryptionType(uint8_t) { return WIFI_AUTH_OPEN; }
  int32_t channel(uint8_t) { return 6; }

  wifi_event_id_t onEvent(WiFiEventCb sink, arduino_event_id_t event = ARDUINO_EVENT_MAX);
  wifi_event_id_t onEvent(WiFiEventFuncCb sink, arduino_event_id_t event = ARDUINO_EVENT_MAX);
  void removeEvent(wifi_event_id_t id);

 private:
  static constexpr size_t kSinks = 8;
  struct Sink {
    WiFiEventFuncCb call;
    arduino_event_id_t event = ARDUINO_EVENT_MAX;
  };
  void tell(arduino_event_id_t event, uint8_t reason = 0);

  wifi_mode_t mode_ = WIFI_MODE_NULL;
  bool automatic_ = true;
  bool fixed_ = false;
  int16_t found_ = -2;
  IPAddress local_, gateway_, subnet_, dns_;
  String ssid_, password_;
  String hostname_ = "esp32";
  Sink sinks_[kSinks];
};

extern WiFiClass WiFi;
