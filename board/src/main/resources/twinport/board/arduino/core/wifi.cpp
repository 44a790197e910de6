// SPDX-License-Identifier: MIT
#include "WiFi.h"

#include "twinport/background.h"
#include "twinport/host.h"

WiFiClass WiFi;

namespace {
void poll() { WiFi.status(); }
}  // namespace

wl_status_t WiFiClass::begin(const char *ssid, const char *password, int32_t, const uint8_t *,
                             bool connect) {
  if (!ssid || !*ssid) return WL_CONNECT_FAILED;
  ssid_ = ssid;
  password_ = password ? password : "";
  return connect ? begin() : status();
}

wl_status_t WiFiClass::begin() {
  if (ssid_.isEmpty()) return WL_NO_SSID_AVAIL;
  if (mode_ == WIFI_MODE_NULL || mode_ == WIFI_MODE_AP) mode(WIFI_MODE_STA);
  host_wifi_join(ssid_.c_str(), ssid_.length(), password_.c_str(), password_.length());
  host_wifi_rejoin(automatic_);
  return status();
}

bool WiFiClass::reconnect() {
  disconnect();
  return begin() != WL_NO_SSID_AVAIL;
}

bool WiFiClass::disconnect(bool off, bool forget) {
  host_wifi_leave();
  if (forget) ssid_ = password_ = String();
  status();  // tells who waits for events
  if (off) mode(WIFI_MODE_NULL);
  return true;
}

bool WiFiClass::mode(wifi_mode_t mode) {
  bool station = (mode & WIFI_MODE_STA) && !(mode_ & WIFI_MODE_STA);
  mode_ = mode;
  if (station) tell(ARDUINO_EVENT_WIFI_STA_START);
  if (!(mode & WIFI_MODE_STA)) host_wifi_leave();
  return true;
}

bool WiFiClass::setAutoReconnect(bool on) {
  automatic_ = on;
  host_wifi_rejoin(on);
  return true;
}

wl_status_t WiFiClass::status() {
  for (int32_t event; (event = host_wifi_event()) >= 0;) {
    switch (event & 0xff) {
      case 1: tell(ARDUINO_EVENT_WIFI_STA_CONNECTED); break;
      case 2: tell(ARDUINO_EVENT_WIFI_STA_GOT_IP); break;
      case 3: tell(ARDUINO_EVENT_WIFI_STA_DISCONNECTED, (uint8_t)(event >> 8)); break;
    }
  }
  // What the core makes of the reason of a disconnection (WiFiGeneric).
  switch (host_wifi_status()) {
    case HOST_WIFI_CONNECTED: return WL_CONNECTED;
    case HOST_WIFI_CONNECTING: return WL_IDLE_STATUS;
    case HOST_WIFI_NO_AP_FOUND: return WL_NO_SSID_AVAIL;
    case HOST_WIFI_WRONG_PASSWORD: return WL_CONNECT_FAILED;
    case HOST_WIFI_CONNECTION_LOST: return WL_CONNECTION_LOST;
  }
  return mode_ == WIFI_MODE_NULL ? WL_NO_SHIELD : WL_DISCONNECTED;
}

int8_t WiFiClass::RSSI() { return (int8_t)host_wifi_rssi(); }

uint8_t WiFiClass::waitForConnectResult(unsigned long timeout_ms) {
  uint32_t start = millis();
  while (status() == WL_IDLE_STATUS && millis() - start < timeout_ms) delay(100);
  return status();
}

bool WiFiClass::config(IPAddress local, IPAddress gateway, IPAddress subnet, IPAddress dns1,
                       IPAddress) {
  fixed_ = (uint32_t)local != 0;
  local_ = local;
  gateway_ = gateway;
  subnet_ = subnet;
  dns_ = dns1;
  return true;
}

bool WiFiClass::setHostname(const char *name) {
  hostname_ = name;
  return true;
}

IPAddress WiFiClass::localIP() {
  if (!isConnected()) return IPAddress();
  return fixed_ ? local_ : IPAddress(host_net_address());
}
IPAddress WiFiClass::gatewayIP() {
  if (!isConnected()) return IPAddress();
  if (fixed_) return gateway_;
  IPAddress gateway = localIP();
  gateway[3] = 1;
  return gateway;
}
IPAddress WiFiClass::subnetMask() {
  if (!isConnected()) return IPAddress();
  return fixed_ ? subnet_ : IPAddress(255, 255, 255, 0);
}
IPAddress WiFiClass::dnsIP(uint8_t) { return fixed_ && dns_ ? dns_ : gatewayIP(); }

uint8_t *WiFiClass::macAddress(uint8_t *six_bytes) {
  host_mac(six_bytes);
  return six_bytes;
}
String WiFiClass::macAddress() {
  uint8_t mac[6];
  char text[18];
  host_mac(mac);
  snprintf(text, sizeof text, "%02X:%02X:%02X:%02X:%02X:%02X", mac[0], mac[1], mac[2], mac[3],
           mac[4], mac[5]);
  return String(text);
}

int WiFiClass::hostByName(const char *host, IPAddress &result) {
  if (result.fromString(host)) return 1;
  uint32_t address = isConnected() ? host_net_resolve(host, strlen(host)) : 0;
  result = IPAddress(address);
  return address ? 1 : 0;
}

int16_t WiFiClass::scanNetworks(bool async, bool) {
  found_ = 1;
  return async ? -1 : found_;
}
String WiFiClass::SSID(uint8_t index) {
  if (index != 0) return String();
  return ssid_.isEmpty() ? String("Wokwi-GUEST") : ssid_;
}

wifi_event_id_t WiFiClass::onEvent(WiFiEventCb sink, arduino_event_id_t event) {
  return onEvent(WiFiEventFuncCb([sink](arduino_event_id_t e, arduino_event_info_t) { sink(e); }),
                 event);
}
wifi_event_id_t WiFiClass::onEvent(WiFiEventFuncCb sink, arduino_event_id_t event) {
  for (size_t i = 0; i < kSinks; i++) {
    if (!sinks_[i].call) {
      twinport::in_background(poll);
      sinks_[i].call = sink;
      sinks_[i].event = event;
      return i + 1;
    }
  }
  return 0;
}
void WiFiClass::removeEvent(wifi_event_id_t id) {
  if (id >= 1 && id <= kSinks) sinks_[id - 1].call = nullptr;
}
void WiFiClass::tell(arduino_event_id_t event, uint8_t reason) {
  arduino_event_info_t info;
  info.wifi_sta_disconnected.reason = reason;
  for (Sink &each : sinks_) {
    if (each.call && (each.event == event || each.event == ARDUINO_EVENT_MAX)) {
      each.call(event, info);
    }
  }
}
