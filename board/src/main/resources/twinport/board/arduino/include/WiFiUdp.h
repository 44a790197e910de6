// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "WiFi.h"
#include "twinport/host.h"

// UDP. The virtual network answers DNS and NTP, and nobody else.
class WiFiUDP : public Stream {
 public:
  ~WiFiUDP() { stop(); }
  uint8_t begin(uint16_t) {
    stop();
    id_ = host_udp_open();
    return id_ >= 0;
  }
  uint8_t begin(IPAddress, uint16_t port) { return begin(port); }
  void stop() {
    if (id_ >= 0) host_sock_close(id_);
    id_ = -1;
  }
  int beginPacket(IPAddress ip, uint16_t port) { return beginPacket(ip.toString().c_str(), port); }
  int beginPacket(const char *host, uint16_t port) {
    if (id_ < 0 && !begin(0)) return 0;
    host_ = host;
    to_ = port;
    out_.clear();
    return 1;
  }
  int endPacket() {
    return host_udp_send(id_, host_.data(), host_.size(), to_, out_.data(), out_.size()) >= 0;
  }
  using Print::write;
  size_t write(uint8_t byte) override {
    out_.push_back(byte);
    return 1;
  }
  size_t write(const uint8_t *bytes, size_t size) override {
    out_.insert(out_.end(), bytes, bytes + size);
    return size;
  }
  int parsePacket() {
    uint8_t got[6 + 1500];
    int size = id_ < 0 ? -1 : host_udp_recv(id_, got, sizeof got, 0);
    read_ = 0;
    in_.clear();
    if (size < 6) return 0;
    from_ = IPAddress(got[0], got[1], got[2], got[3]);
    from_port_ = (uint16_t)(got[4] | got[5] << 8);
    in_.assign(got + 6, got + size);
    return (int)in_.size();
  }
  int available() override { return (int)(in_.size() - read_); }
  int read() override { return read_ < in_.size() ? in_[read_++] : -1; }
  int read(uint8_t *into, size_t size) {
    size_t count = 0;
    while (count < size && read_ < in_.size()) into[count++] = in_[read_++];
    return (int)count;
  }
  int read(char *into, size_t size) { return read((uint8_t *)into, size); }
  int peek() override { return read_ < in_.size() ? in_[read_] : -1; }
  void flush() override { in_.clear(), read_ = 0; }
  IPAddress remoteIP() { return from_; }
  uint16_t remotePort() { return from_port_; }

 private:
  int id_ = -1;
  std::string host_;
  uint16_t to_ = 0;
  std::vector<uint8_t> out_, in_;
  size_t read_ = 0;
  IPAddress from_;
  uint16_t from_port_ = 0;
};
