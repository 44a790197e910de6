// SPDX-License-Identifier: MIT
#pragma once
#include "WiFi.h"

// Joins the first network of a list: here every network is in reach.
class WiFiMulti {
 public:
  bool addAP(const char *ssid, const char *password = nullptr) {
    if (ssid_.isEmpty()) {
      ssid_ = ssid;
      password_ = password ? password : "";
    }
    return true;
  }
  uint8_t run(uint32_t timeout_ms = 5000) {
    if (WiFi.status() == WL_CONNECTED) return WL_CONNECTED;
    if (ssid_.isEmpty()) return WL_NO_SSID_AVAIL;
    WiFi.begin(ssid_.c_str(), password_.c_str());
    return WiFi.waitForConnectResult(timeout_ms);
  }

 private:
  String ssid_, password_;
};
