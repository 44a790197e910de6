// SPDX-License-Identifier: MIT
// An MQTT 3.1.1 client with the calls of the library that is included as MQTT.h: QoS 0 to 2 both
// ways; publish and subscribe wait for their acknowledgement.
#pragma once
#include <functional>
#include <memory>

#include "Arduino.h"
#include "Client.h"
#include "IPAddress.h"
#include "twinport/mqtt.h"

typedef enum {
  LWMQTT_SUCCESS = 0,
  LWMQTT_BUFFER_TOO_SHORT = -1,
  LWMQTT_NETWORK_FAILED_CONNECT = -3,
  LWMQTT_NETWORK_TIMEOUT = -4,
  LWMQTT_NETWORK_FAILED_READ = -5,
  LWMQTT_NETWORK_FAILED_WRITE = -6,
  LWMQTT_REMAINING_LENGTH_OVERFLOW = -7,
  LWMQTT_CONNECTION_DENIED = -10,
  LWMQTT_FAILED_SUBSCRIPTION = -11,
  LWMQTT_PONG_TIMEOUT = -13
} lwmqtt_err_t;
typedef enum {
  LWMQTT_CONNECTION_ACCEPTED = 0,
  LWMQTT_UNACCEPTABLE_PROTOCOL = 1,
  LWMQTT_IDENTIFIER_REJECTED = 2,
  LWMQTT_SERVER_UNAVAILABLE = 3,
  LWMQTT_BAD_USERNAME_OR_PASSWORD = 4,
  LWMQTT_NOT_AUTHORIZED = 5,
  LWMQTT_UNKNOWN_RETURN_CODE = 6
} lwmqtt_return_code_t;

class MQTTClient;
typedef void (*MQTTClientCallbackSimple)(String &topic, String &payload);
typedef void (*MQTTClientCallbackAdvanced)(MQTTClient *client, char topic[], char bytes[],
                                           int length);

class MQTTClient : private twinport::MqttLink::Handler {
 public:
  explicit MQTTClient(int size = 128) : MQTTClient(size, size) {}
  MQTTClient(int read_size, int write_size)
      : link_(*this, (size_t)(read_size > write_size ? read_size : write_size)) {}

  void begin(Client &client) { link_.over(&client); }
  void begin(const char *host, Client &client) { begin(host, 1883, client); }
  void begin(const char *host, int port, Client &client) {
    setHost(host, port);
    begin(client);
  }
  void begin(IPAddress ip, Client &client) { begin(ip, 1883, client); }
  void begin(IPAddress ip, int port, Client &client) {
    setHost(ip, port);
    begin(client);
  }
  void setHost(const char *host) { setHost(host, 1883); }
  void setHost(const char *host, int port) {
    host_ = host;
    port_ = port;
  }
  void setHost(IPAddress ip, int port) { setHost(ip.toString().c_str(), port); }

  void onMessage(std::function<void(String &, String &)> call) { simple_ = call; }
  void onMessageAdvanced(std::function<void(MQTTClient *, char[], char[], int)> call) {
    advanced_ = call;
  }

  void setWill(const char *topic) { setWill(topic, ""); }
  void setWill(const char *topic, const char *payload) { setWill(topic, payload, false, 0); }
  void setWill(const char *topic, const char *payload, bool retained, int qos) {
    connect_.has_will = true;
    connect_.will = {topic, payload ? payload : "", (uint8_t)qos, retained, false};
  }
  void clearWill() { connect_.has_will = false; }
  void setKeepAlive(int seconds) { connect_.keepalive_s = (uint16_t)seconds; }
  void setCleanSession(bool clean) { connect_.clean = clean; }
  void setTimeout(int ms) { timeout_ms_ = (uint32_t)ms; }
  void setOptions(int seconds, bool clean, int ms) {
    setKeepAlive(seconds);
    setCleanSession(clean);
    setTimeout(ms);
  }
  void dropOverflow(bool) {}

  bool connect(const char *id, bool skip = false) { return connect(id, nullptr, nullptr, skip); }
  bool connect(const char *id, const char *user, bool skip = false) {
    return connect(id, user, nullptr, skip);
  }
  // With skip the network connection is there already.
  bool connect(const char *id, const char *user, const char *password, bool skip = false) {
    if (!link_.client()) return failed(LWMQTT_NETWORK_FAILED_CONNECT);
    connected_ = false;
    code_ = LWMQTT_UNKNOWN_RETURN_CODE;
    if (!skip && !link_.client()->connect(host_.c_str(), (uint16_t)port_)) {
      return failed(LWMQTT_NETWORK_FAILED_CONNECT);
    }
    connect_.id = id;
    connect_.has_user = user;
    connect_.user = user ? user : "";
    connect_.has_password = user && password;
    connect_.password = password ? password : "";
    if (!link_.start(connect_)) return lost(LWMQTT_NETWORK_FAILED_WRITE);
    if (!await([this] { return code_ != LWMQTT_UNKNOWN_RETURN_CODE; })) return false;
    if (code_ != LWMQTT_CONNECTION_ACCEPTED) return lost(LWMQTT_CONNECTION_DENIED);
    connected_ = true;
    error_ = LWMQTT_SUCCESS;
    return true;
  }

  bool publish(const char *topic) { return publish(topic, ""); }
  bool publish(const char *topic, const char *payload) { return publish(topic, payload, false, 0); }
  bool publish(const char *topic, const char *payload, bool retained, int qos) {
    return publish(topic, payload, (int)strlen(payload), retained, qos);
  }
  bool publish(const char *topic, const char *payload, int length) {
    return publish(topic, payload, length, false, 0);
  }
  bool publish(const char *topic, const char *payload, int length, bool retained, int qos) {
    if (!connected()) return false;
    const uint16_t id = link_.publish(
        {topic, std::string(payload, (size_t)length), (uint8_t)qos, retained, false});
    return id ? !qos || acknowledged(id) : unsent();
  }
  bool publish(const String &topic) { return publish(topic.c_str(), ""); }
  bool publish(const String &topic, const String &payload) {
    return publish(topic, payload, false, 0);
  }
  bool publish(const String &topic, const String &payload, bool retained, int qos) {
    return publish(topic.c_str(), payload.c_str(), (int)payload.length(), retained, qos);
  }

  bool subscribe(const char *topic, int qos = 0) {
    if (!connected()) return false;
    const uint16_t id = link_.subscribe(topic, (uint8_t)qos);
    if (!id) return unsent();
    granted_ = 0;
    if (!acknowledged(id)) return false;
    return granted_ == 0x80 ? failed(LWMQTT_FAILED_SUBSCRIPTION) : true;
  }
  bool subscribe(const String &topic, int qos = 0) { return subscribe(topic.c_str(), qos); }
  bool unsubscribe(const char *topic) {
    if (!connected()) return false;
    const uint16_t id = link_.unsubscribe(topic);
    return id ? acknowledged(id) : unsent();
  }
  bool unsubscribe(const String &topic) { return unsubscribe(topic.c_str()); }

  bool loop() { return connected() && turned(); }
  bool connected() { return connected_ && link_.client() && link_.client()->connected(); }
  bool sessionPresent() { return session_present_; }
  bool disconnect() {
    if (!connected()) return false;
    link_.disconnect();
    connected_ = false;
    link_.client()->stop();
    return true;
  }
  lwmqtt_err_t lastError() { return error_; }
  lwmqtt_return_code_t returnCode() { return code_; }
  Client *networkClient() { return link_.client(); }

 private:
  using Trouble = twinport::MqttLink::Trouble;

  void connected(uint8_t code, bool session_present) override {
    code_ = code > 5 ? LWMQTT_UNKNOWN_RETURN_CODE : (lwmqtt_return_code_t)code;
    session_present_ = session_present;
  }
  void message(const twinport::MqttLink::Message &message) override {
    if (advanced_) {
      std::string topic = message.topic, payload = message.payload;
      advanced_(this, &topic[0], &payload[0], (int)payload.size());
    } else if (simple_) {
      String topic = message.topic.c_str(), payload = message.payload.c_str();
      simple_(topic, payload);
    }
  }
  void published(uint16_t id) override { acknowledged_ = id; }
  void unsubscribed(uint16_t id) override { acknowledged_ = id; }
  void subscribed(uint16_t id, uint8_t code) override {
    acknowledged_ = id;
    granted_ = code;
  }

  bool acknowledged(uint16_t id) {
    return await([this, id] { return acknowledged_ == id; });
  }
  template <class Ready>
  bool await(Ready ready) {
    for (const uint32_t start = millis(); !ready();) {
      if (millis() - start >= timeout_ms_) return lost(LWMQTT_NETWORK_TIMEOUT);
      if (!turned()) return false;
      if (!ready()) delay(1);
    }
    return true;
  }
  bool turned() {
    switch (link_.turn()) {
      case Trouble::NONE: return true;
      case Trouble::CLOSED: return lost(LWMQTT_NETWORK_FAILED_READ);
      case Trouble::TOO_LARGE: return lost(LWMQTT_BUFFER_TOO_SHORT);
      case Trouble::NO_PONG: return lost(LWMQTT_PONG_TIMEOUT);
      case Trouble::MALFORMED: return lost(LWMQTT_REMAINING_LENGTH_OVERFLOW);
    }
    return false;
  }
  bool unsent() {
    return lost(link_.client()->connected() ? LWMQTT_BUFFER_TOO_SHORT : LWMQTT_NETWORK_FAILED_WRITE);
  }
  bool failed(lwmqtt_err_t error) {
    error_ = error;
    return false;
  }
  bool lost(lwmqtt_err_t error) {
    connected_ = false;
    link_.client()->stop();
    return failed(error);
  }

  twinport::MqttLink link_;
  twinport::MqttLink::Connect connect_{"", "", "", false, false, false, true, {}, 10};
  std::string host_;
  int port_ = 1883;
  uint32_t timeout_ms_ = 1000;
  std::function<void(String &, String &)> simple_;
  std::function<void(MQTTClient *, char[], char[], int)> advanced_;
  bool connected_ = false;
  bool session_present_ = false;
  uint16_t acknowledged_ = 0;
  uint8_t granted_ = 0;
  lwmqtt_err_t error_ = LWMQTT_SUCCESS;
  lwmqtt_return_code_t code_ = LWMQTT_CONNECTION_ACCEPTED;
};
