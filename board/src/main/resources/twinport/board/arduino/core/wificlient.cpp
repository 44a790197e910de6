// SPDX-License-Identifier: MIT
#include "WiFi.h"
#include "WiFiClientSecure.h"
#include "twinport/host.h"

namespace {
constexpr int kFailed = -1;
}  // namespace

WiFiClient::Link::~Link() { host_sock_close(id); }

bool WiFiClient::open(const char *host, uint16_t port, int32_t timeout_ms) {
  stop();
  if (!WiFi.isConnected()) return false;
  int id = host_sock_open();
  if (id < 0) return false;
  link_ = std::make_shared<Link>(id);
  if (host_sock_connect(id, host, strlen(host), port, timeout_ms) == 0) {
    WiFi.hostByName(host, remote_);
    port_ = port;
    return true;
  }
  link_.reset();
  return false;
}

int WiFiClient::connect(const char *host, uint16_t port) { return connect(host, port, connect_ms_); }
int WiFiClient::connect(const char *host, uint16_t port, int32_t timeout_ms) {
  return open(host, port, timeout_ms) ? 1 : 0;
}
int WiFiClient::connect(IPAddress ip, uint16_t port) { return connect(ip, port, connect_ms_); }
int WiFiClient::connect(IPAddress ip, uint16_t port, int32_t timeout_ms) {
  return connect(ip.toString().c_str(), port, timeout_ms);
}
int WiFiClient::setTimeout(uint32_t seconds) {
  Stream::setTimeout(seconds * 1000);
  connect_ms_ = (int32_t)(seconds * 1000);
  return 0;
}

size_t WiFiClient::write(const uint8_t *bytes, size_t size) {
  if (!link_ || size == 0) return 0;
  int sent = host_sock_send(link_->id, bytes, size);
  if (sent < 0) {
    stop();
    return 0;
  }
  return (size_t)sent;
}
int WiFiClient::available() {
  int n = link_ ? host_sock_available(link_->id) : 0;
  return n > 0 ? n : 0;
}
int WiFiClient::read() {
  uint8_t byte;
  return read(&byte, 1) == 1 ? byte : -1;
}
int WiFiClient::read(uint8_t *into, size_t size) {
  int n = link_ ? host_sock_recv(link_->id, into, size, 0) : 0;
  return n > 0 ? n : -1;
}
int WiFiClient::peek() { return link_ ? host_sock_peek(link_->id) : -1; }
// Waits for nothing: what was written is on its way. Unread input is dropped, as in core 2.
void WiFiClient::flush() {
  uint8_t dropped[64];
  while (available() > 0 && read(dropped, sizeof dropped) > 0) {
  }
}
void WiFiClient::stop() { link_.reset(); }
uint8_t WiFiClient::connected() { return link_ && host_sock_alive(link_->id) ? 1 : 0; }

int WiFiClientSecure::connect(const char *host, uint16_t port) {
  return connect(host, port, connect_ms_);
}
int WiFiClientSecure::connect(const char *host, uint16_t port, int32_t timeout_ms) {
  error_ = 0;
  if (!insecure_ && !ca_) {
    // Espressif's core refuses this too: nothing was said about whom to trust.
    static const char kHint[] = "# TLS: no CA: call setCACert(), or setInsecure() to trust anybody\r\n";
    host_serial_write(kHint, sizeof kHint - 1);
    error_ = kFailed;
    return 0;
  }
  if (!open(host, port, timeout_ms)) {
    error_ = kFailed;
    return 0;
  }
  return secure(host) ? 1 : 0;
}
int WiFiClientSecure::connect(const char *host, uint16_t port, const char *ca,
                              const char *certificate, const char *key) {
  ca_ = ca;
  certificate_ = certificate;
  key_ = key;
  return connect(host, port);
}
int WiFiClientSecure::connect(IPAddress ip, uint16_t port) { return connect(ip, port, connect_ms_); }
int WiFiClientSecure::connect(IPAddress ip, uint16_t port, int32_t timeout_ms) {
  return connect(ip.toString().c_str(), port, timeout_ms);
}

bool WiFiClientSecure::secure(const char *name) {
  auto length = [](const char *text) { return text ? strlen(text) : 0; };
  host_tls settings = {name,         strlen(name),         ca_,  length(ca_),
                       certificate_, length(certificate_), key_, length(key_),
                       insecure_ ? 0u : 1u, (uint32_t)(handshake_s_ * 1000)};
  error_ = host_sock_tls(link_->id, &settings);
  if (error_ == 0) return true;
  stop();
  return false;
}

int WiFiClientSecure::setTimeout(uint32_t seconds) { return WiFiClient::setTimeout(seconds); }

int WiFiClientSecure::lastError(char *into, size_t size) {
  if (error_ && size) into[host_tls_words(error_, into, size - 1)] = 0;
  return error_;
}

namespace {
bool load(Stream &from, size_t size, String &into) {
  into = String();
  if (!into.reserve((unsigned)size)) return false;
  for (size_t i = 0; i < size; i++) {
    int c = from.read();
    if (c < 0) return false;
    into += (char)c;
  }
  return true;
}
}  // namespace

bool WiFiClientSecure::loadCACert(Stream &from, size_t size) {
  if (!load(from, size, loaded_ca_)) return false;
  setCACert(loaded_ca_.c_str());
  return true;
}
bool WiFiClientSecure::loadCertificate(Stream &from, size_t size) {
  if (!load(from, size, loaded_certificate_)) return false;
  setCertificate(loaded_certificate_.c_str());
  return true;
}
bool WiFiClientSecure::loadPrivateKey(Stream &from, size_t size) {
  if (!load(from, size, loaded_key_)) return false;
  setPrivateKey(loaded_key_.c_str());
  return true;
}
