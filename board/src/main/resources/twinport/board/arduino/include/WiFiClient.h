// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "Client.h"

// A TCP connection. Copies share it, as on the ESP32; it ends with the last one or by stop().
class WiFiClient : public Client {
 public:
  WiFiClient() {}
  int connect(IPAddress ip, uint16_t port) override;
  int connect(IPAddress ip, uint16_t port, int32_t timeout_ms);
  int connect(const char *host, uint16_t port) override;
  int connect(const char *host, uint16_t port, int32_t timeout_ms);
  using Print::write;
  size_t write(uint8_t byte) override { return write(&byte, 1); }
  size_t write(const uint8_t *bytes, size_t size) override;
  int available() override;
  int read() override;
  int read(uint8_t *into, size_t size) override;
  int peek() override;
  void flush() override;
  void stop() override;
  uint8_t connected() override;
  operator bool() override { return connected(); }
  int fd() const { return link_ ? link_->id : -1; }
  int setTimeout(uint32_t seconds);
  int setNoDelay(bool) { return 0; }
  bool getNoDelay() { return true; }
  IPAddress remoteIP() const { return remote_; }
  uint16_t remotePort() const { return port_; }

 protected:
  struct Link {
    explicit Link(int id) : id(id) {}
    ~Link();
    int id;
  };
  bool open(const char *host, uint16_t port, int32_t timeout_ms);

  std::shared_ptr<Link> link_;
  int32_t connect_ms_ = 3000;
  IPAddress remote_;
  uint16_t port_ = 0;
};
