// SPDX-License-Identifier: MIT
// An MQTT 3.1.1 client with the calls of the usual small library: one buffer for what goes out and
// what comes in, QoS 0 to publish, QoS 0 and 1 to subscribe.
#pragma once
#include <functional>

#include "Arduino.h"
#include "Client.h"
#include "IPAddress.h"
#include "Stream.h"

#define MQTT_VERSION_3_1 3
#define MQTT_VERSION_3_1_1 4
#ifndef MQTT_VERSION
#define MQTT_VERSION MQTT_VERSION_3_1_1
#endif
#ifndef MQTT_MAX_PACKET_SIZE
#define MQTT_MAX_PACKET_SIZE 256
#endif
#ifndef MQTT_KEEPALIVE
#define MQTT_KEEPALIVE 15
#endif
#ifndef MQTT_SOCKET_TIMEOUT
#define MQTT_SOCKET_TIMEOUT 15
#endif

#define MQTT_CONNECTION_TIMEOUT -4
#define MQTT_CONNECTION_LOST -3
#define MQTT_CONNECT_FAILED -2
#define MQTT_DISCONNECTED -1
#define MQTT_CONNECTED 0
#define MQTT_CONNECT_BAD_PROTOCOL 1
#define MQTT_CONNECT_BAD_CLIENT_ID 2
#define MQTT_CONNECT_UNAVAILABLE 3
#define MQTT_CONNECT_BAD_CREDENTIALS 4
#define MQTT_CONNECT_UNAUTHORIZED 5

#define MQTTQOS0 (0 << 1)
#define MQTTQOS1 (1 << 1)
#define MQTTQOS2 (2 << 1)

#define MQTT_CALLBACK_SIGNATURE std::function<void(char *, uint8_t *, unsigned int)> callback

class PubSubClient : public Print {
 public:
  PubSubClient() { setBufferSize(MQTT_MAX_PACKET_SIZE); }
  PubSubClient(Client &client) : PubSubClient() { setClient(client); }
  PubSubClient(IPAddress ip, uint16_t port, Client &client) : PubSubClient(client) {
    setServer(ip, port);
  }
  PubSubClient(IPAddress ip, uint16_t port, MQTT_CALLBACK_SIGNATURE, Client &client)
      : PubSubClient(ip, port, client) {
    setCallback(callback);
  }
  PubSubClient(const char *host, uint16_t port, Client &client) : PubSubClient(client) {
    setServer(host, port);
  }
  PubSubClient(const char *host, uint16_t port, MQTT_CALLBACK_SIGNATURE, Client &client)
      : PubSubClient(host, port, client) {
    setCallback(callback);
  }
  template <class Server>
  PubSubClient(Server server, uint16_t port, Client &client, Stream &stream)
      : PubSubClient(server, port, client) {
    setStream(stream);
  }
  template <class Server>
  PubSubClient(Server server, uint16_t port, MQTT_CALLBACK_SIGNATURE, Client &client,
               Stream &stream)
      : PubSubClient(server, port, callback, client) {
    setStream(stream);
  }
  ~PubSubClient() { free(buffer_); }

  PubSubClient &setServer(IPAddress ip, uint16_t port) {
    host_ = nullptr;
    ip_ = ip;
    port_ = port;
    return *this;
  }
  PubSubClient &setServer(uint8_t *ip, uint16_t port) { return setServer(IPAddress(ip), port); }
  // The name is not copied.
  PubSubClient &setServer(const char *host, uint16_t port) {
    host_ = host;
    port_ = port;
    return *this;
  }
  PubSubClient &setCallback(MQTT_CALLBACK_SIGNATURE) {
    callback_ = callback;
    return *this;
  }
  PubSubClient &setClient(Client &client) {
    client_ = &client;
    return *this;
  }
  PubSubClient &setStream(Stream &stream) {
    stream_ = &stream;
    return *this;
  }
  PubSubClient &setKeepAlive(uint16_t seconds) {
    keepalive_s_ = seconds;
    return *this;
  }
  PubSubClient &setSocketTimeout(uint16_t seconds) {
    timeout_s_ = seconds;
    return *this;
  }
  bool setBufferSize(uint16_t size) {
    if (size == 0) return false;
    uint8_t *resized = (uint8_t *)realloc(buffer_, size);
    if (!resized) return false;
    buffer_ = resized;
    size_ = size;
    return true;
  }
  uint16_t getBufferSize() { return size_; }

  bool connect(const char *id) { return connect(id, nullptr, nullptr); }
  bool connect(const char *id, const char *user, const char *password) {
    return connect(id, user, password, nullptr, 0, false, nullptr);
  }
  bool connect(const char *id, const char *will_topic, uint8_t will_qos, bool will_retain,
               const char *will) {
    return connect(id, nullptr, nullptr, will_topic, will_qos, will_retain, will);
  }
  bool connect(const char *id, const char *user, const char *password, const char *will_topic,
               uint8_t will_qos, bool will_retain, const char *will, bool clean_session = true) {
    if (connected()) return true;
    if (!client_) return false;
    int reached = client_->connected() ? 1
                  : host_              ? client_->connect(host_, port_)
                                       : client_->connect(ip_, port_);
    if (reached != 1) return failed(MQTT_CONNECT_FAILED);
    next_id_ = 1;
    uint8_t flags = clean_session ? 0x02 : 0;
    if (will_topic) flags |= (uint8_t)(0x04 | will_qos << 3 | (will_retain ? 0x20 : 0));
    if (user) flags |= (uint8_t)(0x80 | (password ? 0x40 : 0));
    begin();
    put_text(MQTT_VERSION == MQTT_VERSION_3_1 ? "MQIsdp" : "MQTT");
    put(MQTT_VERSION);
    put(flags);
    put16(keepalive_s_);
    put_text(id);
    if (will_topic) {
      put_text(will_topic);
      put_text(will);
    }
    if (user) put_text(user);
    if (user && password) put_text(password);
    if (!send(0x10)) return failed(MQTT_CONNECT_FAILED);
    return answered();
  }

  void disconnect() {
    static const uint8_t packet[] = {0xE0, 0};
    if (client_) {
      client_->write(packet, sizeof packet);
      client_->flush();
      client_->stop();
    }
    state_ = MQTT_DISCONNECTED;
    last_out_ms_ = last_in_ms_ = millis();
  }

  bool publish(const char *topic, const char *text) { return publish(topic, text, false); }
  bool publish(const char *topic, const char *text, bool retained) {
    return publish(topic, (const uint8_t *)text, text ? strlen(text) : 0, retained);
  }
  bool publish(const char *topic, const uint8_t *payload, unsigned int length) {
    return publish(topic, payload, length, false);
  }
  // False, and nothing sent, when the packet is larger than the buffer.
  bool publish(const char *topic, const uint8_t *payload, unsigned int length, bool retained) {
    if (!connected()) return false;
    begin();
    put_text(topic);
    put_bytes(payload, length);
    return send(0x30 | (retained ? 1 : 0));
  }
  bool publish_P(const char *topic, const char *text, bool retained) {
    return publish_P(topic, (const uint8_t *)text, text ? strlen(text) : 0, retained);
  }
  bool publish_P(const char *topic, const uint8_t *payload, unsigned int length, bool retained) {
    return beginPublish(topic, length, retained) && write(payload, length) == length &&
           endPublish() == 1;
  }
  // A payload of any length, written piece by piece.
  bool beginPublish(const char *topic, unsigned int length, bool retained) {
    if (!connected()) return false;
    begin();
    put_text(topic);
    return send(0x30 | (retained ? 1 : 0), length);
  }
  int endPublish() { return 1; }
  using Print::write;
  size_t write(uint8_t byte) override { return write(&byte, 1); }
  size_t write(const uint8_t *bytes, size_t size) override {
    last_out_ms_ = millis();
    return client_ ? client_->write(bytes, size) : 0;
  }

  bool subscribe(const char *topic, uint8_t qos = 0) {
    if (!topic || qos > 1 || !connected()) return false;
    begin();
    put16(packet_id());
    put_text(topic);
    put(qos);
    return send(0x82);
  }
  bool unsubscribe(const char *topic) {
    if (!topic || !connected()) return false;
    begin();
    put16(packet_id());
    put_text(topic);
    return send(0xA2);
  }

  // To be called often: takes what came and keeps the connection alive.
  bool loop() {
    if (!connected()) return false;
    uint32_t now = millis();
    uint32_t period = keepalive_s_ * 1000u;
    if (keepalive_s_ && (now - last_in_ms_ > period || now - last_out_ms_ > period)) {
      if (waiting_pong_) {
        lose(MQTT_CONNECTION_TIMEOUT);
        return false;
      }
      ping();
    }
    if (client_->available() && !take()) return connected();
    return true;
  }

  bool connected() {
    if (!client_ || !client_->connected()) {
      if (state_ == MQTT_CONNECTED) lose(MQTT_CONNECTION_LOST);
      return false;
    }
    return state_ == MQTT_CONNECTED;
  }
  int state() { return state_; }

 private:
  static constexpr size_t kHeader = 5;  // type and at most four bytes of length
  static constexpr size_t kTooLong = (size_t)-1;

  // The body is built behind the room for the longest header.
  void begin() { end_ = size_ < kHeader ? kTooLong : kHeader; }
  void put_bytes(const void *bytes, size_t length) {
    if (end_ == kTooLong || length > size_ - end_) {
      end_ = kTooLong;
      return;
    }
    if (length) memcpy(buffer_ + end_, bytes, length);
    end_ += length;
  }
  void put(uint8_t byte) { put_bytes(&byte, 1); }
  void put16(uint16_t value) {
    put((uint8_t)(value >> 8));
    put((uint8_t)value);
  }
  void put_text(const char *text) {
    size_t length = text ? strlen(text) : 0;
    put16((uint16_t)length);
    put_bytes(text, length);
  }
  // Puts the header before the body and sends both; more bytes of payload may follow.
  bool send(uint8_t type, size_t following = 0) {
    if (end_ == kTooLong) {
      if (type == 0x10) client_->stop();
      return false;
    }
    uint8_t header[kHeader] = {type};
    size_t n = 1;
    size_t left = end_ - kHeader + following;
    do {
      header[n] = (uint8_t)(left & 0x7F);
      left >>= 7;
      if (left) header[n] |= 0x80;
      n++;
    } while (left && n < kHeader);
    memcpy(buffer_ + kHeader - n, header, n);
    size_t length = end_ - kHeader + n;
    last_out_ms_ = millis();
    return client_->write(buffer_ + kHeader - n, length) == length;
  }
  uint16_t packet_id() {
    if (++next_id_ == 0) next_id_ = 1;
    return next_id_;
  }
  void ping() {
    static const uint8_t packet[] = {0xC0, 0};
    client_->write(packet, sizeof packet);
    last_out_ms_ = last_in_ms_ = millis();
    waiting_pong_ = true;
  }

  bool failed(int state) {
    state_ = state;
    return false;
  }
  void lose(int state) {
    state_ = state;
    client_->flush();
    client_->stop();
  }

  // The answer to CONNECT.
  bool answered() {
    last_in_ms_ = last_out_ms_ = millis();
    waiting_pong_ = false;
    while (!client_->available()) {
      if (millis() - last_in_ms_ >= timeout_s_ * 1000u) {
        lose(MQTT_CONNECTION_TIMEOUT);
        return false;
      }
      if (!client_->connected()) {
        lose(MQTT_CONNECT_FAILED);
        return false;
      }
      delay(1);
    }
    uint8_t type = 0;
    size_t length = 0;
    if (read_packet(type, length) && type >> 4 == 2 && length == 2) {
      state_ = buffer_[1];
      if (state_ == MQTT_CONNECTED) return true;
    } else {
      state_ = MQTT_CONNECT_FAILED;
    }
    client_->stop();
    return false;
  }

  int next_byte() {
    uint32_t start = millis();
    while (!client_->available()) {
      if (millis() - start >= timeout_s_ * 1000u || !client_->connected()) return -1;
      yield();
    }
    return client_->read();
  }
  // Reads one packet's body into the buffer; a longer one is read and dropped (length 0, type 0).
  bool read_packet(uint8_t &type, size_t &length) {
    int first = next_byte();
    if (first < 0) return false;
    length = 0;
    size_t limit = size_ - 1;  // the buffer counts the packet's header too
    for (int shift = 0;; shift += 7) {
      int digit = next_byte();
      if (digit < 0 || shift > 21) return false;
      length |= (size_t)(digit & 0x7F) << shift;
      limit = limit ? limit - 1 : 0;
      if (!(digit & 0x80)) break;
    }
    bool publish = first >> 4 == 3;
    size_t topic = 0;
    for (size_t i = 0; i < length;) {
      size_t room = i < limit ? limit - i : 0;
      size_t wanted = room && length - i > room ? room : length - i;
      uint8_t one;
      int got;
      if (!client_->available() && !wait()) return false;
      if (room) {
        got = client_->read(buffer_ + i, wanted);
      } else {
        got = client_->read(&one, 1);
      }
      if (got <= 0) return false;
      if (publish && stream_) to_stream(i, room ? buffer_ + i : &one, (size_t)got, topic, first);
      i += (size_t)got;
    }
    type = (uint8_t)first;
    if (length > limit) {
      if (!(publish && stream_)) type = 0;
      length = limit;
    }
    return true;
  }
  bool wait() {
    uint32_t start = millis();
    while (!client_->available()) {
      if (millis() - start >= timeout_s_ * 1000u || !client_->connected()) return false;
      yield();
    }
    return true;
  }
  // The payload's bytes also go to the stream that setStream named.
  void to_stream(size_t at, const uint8_t *bytes, size_t count, size_t &topic, int first) {
    for (size_t i = 0; i < count; i++) {
      if (at + i == 0) topic = (size_t)bytes[i] << 8;
      if (at + i == 1) topic |= bytes[i];
      size_t payload = 2 + topic + (first & 0x06 ? 2 : 0);
      if (at + i >= 2 && at + i >= payload) stream_->write(bytes[i]);
    }
  }

  // Takes one packet.
  bool take() {
    uint8_t type = 0;
    size_t length = 0;
    if (!read_packet(type, length)) {
      lose(MQTT_CONNECTION_LOST);
      return false;
    }
    last_in_ms_ = millis();
    if (type >> 4 == 3) return deliver(type, length);
    if (type >> 4 == 12) {
      static const uint8_t packet[] = {0xD0, 0};
      client_->write(packet, sizeof packet);
    }
    if (type >> 4 == 13) waiting_pong_ = false;
    return true;
  }
  bool deliver(uint8_t type, size_t length) {
    if (!callback_ || length < 2) return true;
    size_t topic = (size_t)buffer_[0] << 8 | buffer_[1];
    size_t qos = (type & 0x06) >> 1;
    size_t start = 2 + topic + (qos ? 2 : 0);
    if (start > length) return false;
    uint16_t id = qos ? (uint16_t)(buffer_[2 + topic] << 8 | buffer_[3 + topic]) : 0;
    // The topic moves over its own length field, which leaves room for the end of the text.
    memmove(buffer_ + 1, buffer_ + 2, topic);
    buffer_[1 + topic] = 0;
    callback_((char *)buffer_ + 1, buffer_ + start, (unsigned int)(length - start));
    if (qos == 1 && client_->connected()) {
      uint8_t packet[] = {0x40, 2, (uint8_t)(id >> 8), (uint8_t)id};
      client_->write(packet, sizeof packet);
      last_out_ms_ = millis();
    }
    return true;
  }

  PubSubClient(const PubSubClient &) = delete;
  PubSubClient &operator=(const PubSubClient &) = delete;

  Client *client_ = nullptr;
  Stream *stream_ = nullptr;
  uint8_t *buffer_ = nullptr;
  uint16_t size_ = 0;
  size_t end_ = 0;
  uint16_t keepalive_s_ = MQTT_KEEPALIVE;
  uint16_t timeout_s_ = MQTT_SOCKET_TIMEOUT;
  uint16_t next_id_ = 1;
  uint32_t last_out_ms_ = 0;
  uint32_t last_in_ms_ = 0;
  bool waiting_pong_ = false;
  std::function<void(char *, uint8_t *, unsigned int)> callback_;
  const char *host_ = nullptr;
  IPAddress ip_;
  uint16_t port_ = 1883;
  int state_ = MQTT_DISCONNECTED;
};
