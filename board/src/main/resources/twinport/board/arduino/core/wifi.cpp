// SPDX-License-Identifier: MIT
#include "WiFi.h"

#include "twinport/background.h"
#include "twinport/host.h"

WiFiClass WiFi;

namespace {
// Scanning, authentication and DHCP of an access point close by.
constexpr uint32_t kJoinMs = 300;
constexpr uint8_t kReasonLeft = 8;  // IEEE 802.11: the station left
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
  twinport::in_background(poll);
  if (joined_) return WL_CONNECTED;
  joining_ = true;
  since_ = millis();
  return WL_DISCONNECTED;
}

bool WiFiClass::reconnect() {
  disconnect();
  return begin() != WL_NO_SSID_AVAIL;
}

bool WiFiClass::disconnect(bool off, bool forget) {
  bool was = joined_;
  joining_ = joined_ = false;
  if (forget) ssid_ = password_ = String();
  if (was) tell(ARDUINO_EVENT_WIFI_STA_DISCONNECTED, kReasonLeft);
  if (off) mode(WIFI_MODE_NULL);
  return true;
}

bool WiFiClass::mode(wifi_mode_t mode) {
  bool station = (mode & WIFI_MODE_STA) && !(mode_ & WIFI_MODE_STA);
  mode_ = mode;
  if (station) tell(ARDUINO_EVENT_WIFI_STA_START);
  if (!(mode & WIFI_MODE_STA)) joining_ = joined_ = false;
  return true;
}

wl_status_t WiFiClass::status() {
  if (joining_ && host_millis() - since_ >= kJoinMs) {
    joining_ = false;
    joined_ = true;
    twinport::out_of_background(poll);
    tell(ARDUINO_EVENT_WIFI_STA_CONNECTED);
    tell(ARDUINO_EVENT_WIFI_STA_GOT_IP);
  }
  if (joined_) return WL_CONNECTED;
  return mode_ == WIFI_MODE_NULL ? WL_NO_SHIELD : joining_ ? WL_IDLE_STATUS : WL_DISCONNECTED;
}

uint8_t WiFiClass::waitForConnectResult(unsigned long timeout_ms) {
  uint32_t start = millis();
  while (status() != WL_CONNECTED && joining_ && millis() - start < timeout_ms) delay(100);
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
