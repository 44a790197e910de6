// SPDX-License-Identifier: MIT
// TLS over Wi-Fi. The TLS itself is done by the computer that runs the virtual board, with the
// checks that the sketch asks for here.
#pragma once
#include "WiFi.h"
#include "WiFiClient.h"

class WiFiClientSecure : public WiFiClient {
 public:
  WiFiClientSecure() {}
  int connect(IPAddress ip, uint16_t port) override;
  int connect(IPAddress ip, uint16_t port, int32_t timeout_ms);
  int connect(const char *host, uint16_t port) override;
  int connect(const char *host, uint16_t port, int32_t timeout_ms);
  int connect(const char *host, uint16_t port, const char *ca, const char *certificate,
              const char *key);

  // The texts are not copied: they must outlive the connection, as on the ESP32.
  void setCACert(const char *pem) { ca_ = pem; }
  void setCertificate(const char *pem) { certificate_ = pem; }
  void setPrivateKey(const char *pem) { key_ = pem; }
  void setInsecure() {
    ca_ = certificate_ = key_ = nullptr;
    insecure_ = true;
  }
  bool loadCACert(Stream &from, size_t size);
  bool loadCertificate(Stream &from, size_t size);
  bool loadPrivateKey(Stream &from, size_t size);
  void setHandshakeTimeout(unsigned long seconds) { handshake_s_ = seconds; }
  int setTimeout(uint32_t seconds);
  // The number of the last failure (mbedTLS's, below zero) and its words; 0 after a success.
  int lastError(char *into, size_t size);

 private:
  bool secure(const char *name);

  const char *ca_ = nullptr;
  const char *certificate_ = nullptr;
  const char *key_ = nullptr;
  bool insecure_ = false;
  unsigned long handshake_s_ = 120;
  int error_ = 0;
  String loaded_ca_, loaded_certificate_, loaded_key_;
};
