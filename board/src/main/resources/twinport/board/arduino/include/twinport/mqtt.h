// SPDX-License-Identifier: MIT
// An MQTT 3.1.1 connection over a Client, QoS 0 to 2 both ways, for the libraries that speak it.
// Section numbers are those of the OASIS standard.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "Arduino.h"
#include "Client.h"

namespace twinport {
class MqttLink {
 public:
  struct Message {
    std::string topic, payload;
    uint8_t qos = 0;
    bool retain = false;
    bool dup = false;
  };
  struct Connect {
    std::string id, user, password;
    bool has_user = false, has_password = false, has_will = false, clean = true;
    Message will;
    uint16_t keepalive_s = 15;
  };
  struct Handler {
    virtual void connected(uint8_t code, bool session_present) = 0;
    virtual void message(const Message &message) = 0;
    // PUBACK, PUBCOMP; SUBACK with its code; UNSUBACK.
    virtual void published(uint16_t) {}
    virtual void subscribed(uint16_t, uint8_t) {}
    virtual void unsubscribed(uint16_t) {}
    virtual ~Handler() {}
  };
  enum class Trouble { NONE, CLOSED, TOO_LARGE, NO_PONG, MALFORMED };

  MqttLink(Handler &handler, size_t most) : handler_(handler), most_(most) {}
  void over(Client *client) { client_ = client; }
  Client *client() { return client_; }

  // Begins anew on an open connection.
  bool start(const Connect &connect) {
    in_.clear();
    held_.clear();
    trouble_ = Trouble::NONE;
    pinging_ = false;
    keepalive_ms_ = connect.keepalive_s * 1000u;
    in_ms_ = millis();
    std::string body;
    text(body, "MQTT");
    body += (char)4;
    const Message &will = connect.will;
    body += (char)((connect.has_user ? 0x80 : 0) | (connect.has_password ? 0x40 : 0) |
                   (connect.has_will ? 0x04 | will.qos << 3 | (will.retain ? 0x20 : 0) : 0) |
                   (connect.clean ? 0x02 : 0));
    number(body, connect.keepalive_s);
    text(body, connect.id);
    if (connect.has_will) text(body, will.topic), text(body, will.payload);
    if (connect.has_user) text(body, connect.user);
    if (connect.has_password) text(body, connect.password);
    return send(0x10, body);
  }

  // The packet's id; 1 for QoS 0, which has none; 0 when it could not be sent.
  uint16_t publish(const Message &message, uint16_t id = 0) {
    std::string body;
    text(body, message.topic);
    if (message.qos) {
      if (!id) id = next();
      number(body, id);
    }
    body += message.payload;
    const uint8_t type = 0x30 | (message.dup ? 8 : 0) | message.qos << 1 | (message.retain ? 1 : 0);
    if (!send(type, body)) return 0;
    return message.qos ? id : 1;
  }
  uint16_t subscribe(const char *filter, uint8_t qos) {
    std::string body;
    const uint16_t id = next();
    number(body, id);
    text(body, filter);
    body += (char)qos;
    return send(0x82, body) ? id : 0;
  }
  uint16_t unsubscribe(const char *filter) {
    std::string body;
    const uint16_t id = next();
    number(body, id);
    text(body, filter);
    return send(0xA2, body) ? id : 0;
  }
  void disconnect() { send(0xE0, ""); }

  // Takes what came and keeps the connection alive (3.1.2.10); NONE while all is well.
  Trouble turn() {
    uint8_t bytes[512];
    while (trouble_ == Trouble::NONE && client_->available() > 0) {
      const int count = client_->read(bytes, sizeof bytes);
      if (count <= 0) break;
      in_.append((const char *)bytes, count);
      in_ms_ = millis();
      while (trouble_ == Trouble::NONE && take()) {
      }
    }
    if (trouble_ == Trouble::NONE && !client_->connected()) trouble_ = Trouble::CLOSED;
    if (trouble_ == Trouble::NONE && keepalive_ms_) keep_alive();
    return trouble_;
  }

 private:
  static void number(std::string &into, uint16_t value) {
    into += (char)(value >> 8);
    into += (char)value;
  }
  static void text(std::string &into, const std::string &value) {
    number(into, (uint16_t)value.size());
    into.append(value, 0, 65535);
  }
  static uint16_t number(const std::string &from, size_t at) {
    return (uint16_t)((uint8_t)from[at] << 8 | (uint8_t)from[at + 1]);
  }
  uint16_t next() { return ++id_ ? id_ : ++id_; }

  bool send(uint8_t type, const std::string &body) {
    if (body.size() > most_) {
      trouble_ = Trouble::TOO_LARGE;
      return false;
    }
    std::string packet(1, (char)type);
    size_t left = body.size();
    do {
      packet += (char)((left & 0x7F) | (left > 0x7F ? 0x80 : 0));
      left >>= 7;
    } while (left);
    packet += body;
    out_ms_ = millis();
    return client_ && client_->write((const uint8_t *)packet.data(), packet.size()) == packet.size();
  }
  void answer(uint8_t type, uint16_t id) {
    std::string body;
    number(body, id);
    send(type, body);
  }

  void keep_alive() {
    const uint32_t now = millis();
    if (pinging_ && now - ping_ms_ >= keepalive_ms_) {
      trouble_ = Trouble::NO_PONG;
    } else if (!pinging_ && (now - out_ms_ >= keepalive_ms_ || now - in_ms_ >= keepalive_ms_)) {
      pinging_ = true;
      ping_ms_ = now;
      send(0xC0, "");
    }
  }

  // Takes one whole packet out of what came.
  bool take() {
    size_t length = 0;
    size_t at = 1;
    for (int shift = 0;; shift += 7) {
      if (at >= in_.size()) return false;
      if (shift > 21) return malformed();
      const uint8_t digit = (uint8_t)in_[at++];
      length |= (size_t)(digit & 0x7F) << shift;
      if (!(digit & 0x80)) break;
    }
    if (length > most_) {
      trouble_ = Trouble::TOO_LARGE;
      return false;
    }
    if (in_.size() < at + length) return false;
    const uint8_t type = (uint8_t)in_[0];
    const std::string body = in_.substr(at, length);
    in_.erase(0, at + length);
    return heard(type, body);
  }

  bool heard(uint8_t type, const std::string &body) {
    if (type >> 4 == 3) return delivered(type, body);
    if (type >> 4 == 13) {
      pinging_ = false;
      return true;
    }
    if (body.size() < 2) return malformed();
    const uint16_t id = number(body, 0);
    switch (type >> 4) {
      case 2: handler_.connected((uint8_t)body[1], body[0] & 1); break;
      case 4: handler_.published(id); break;
      case 5: answer(0x62, id); break;  // PUBREC: 4.3.3
      case 6:
        held_.erase(id);
        answer(0x70, id);
        break;
      case 7: handler_.published(id); break;
      case 9: handler_.subscribed(id, body.size() > 2 ? (uint8_t)body[2] : 0x80); break;
      case 11: handler_.unsubscribed(id); break;
      default: return malformed();
    }
    return true;
  }

  bool delivered(uint8_t type, const std::string &body) {
    Message message;
    message.qos = type >> 1 & 3;
    message.retain = type & 1;
    message.dup = type & 8;
    const size_t topic = body.size() < 2 ? 0 : number(body, 0);
    const size_t start = 2 + topic + (message.qos ? 2 : 0);
    if (body.size() < start || message.qos > 2) return malformed();
    const uint16_t id = message.qos ? number(body, 2 + topic) : 0;
    message.topic = body.substr(2, topic);
    message.payload = body.substr(start);
    if (message.qos < 2 || held_.insert(id).second) handler_.message(message);
    if (message.qos == 1) answer(0x40, id);
    if (message.qos == 2) answer(0x50, id);
    return true;
  }

  bool malformed() {
    trouble_ = Trouble::MALFORMED;
    return false;
  }

  Handler &handler_;
  const size_t most_;
  Client *client_ = nullptr;
  std::string in_;
  std::set<uint16_t> held_;  // of QoS 2 that came and were not released yet
  uint16_t id_ = 0;
  uint32_t keepalive_ms_ = 0, in_ms_ = 0, out_ms_ = 0, ping_ms_ = 0;
  bool pinging_ = false;
  Trouble trouble_ = Trouble::NONE;
};
}  // namespace twinport
