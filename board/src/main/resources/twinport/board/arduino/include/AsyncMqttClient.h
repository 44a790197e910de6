// SPDX-License-Identifier: MIT
// An MQTT 3.1.1 client that calls back: it works while the sketch waits or between two loops.
// Connecting itself holds the sketch up, unlike on the chip.
#pragma once
#include <functional>
#include <vector>

#include "Arduino.h"
#include "IPAddress.h"
#include "WiFiClientSecure.h"
#include "twinport/background.h"
#include "twinport/mqtt.h"

enum class AsyncMqttClientDisconnectReason : uint8_t {
  TCP_DISCONNECTED = 0,
  MQTT_UNACCEPTABLE_PROTOCOL_VERSION = 1,
  MQTT_IDENTIFIER_REJECTED = 2,
  MQTT_SERVER_UNAVAILABLE = 3,
  MQTT_MALFORMED_CREDENTIALS = 4,
  MQTT_NOT_AUTHORIZED = 5,
  ESP8266_NOT_ENOUGH_SPACE = 6,
  TLS_BAD_FINGERPRINT = 7
};

struct AsyncMqttClientMessageProperties {
  uint8_t qos;
  bool dup;
  bool retain;
};

class AsyncMqttClient : private twinport::MqttLink::Handler {
 public:
  using OnConnect = std::function<void(bool session_present)>;
  using OnDisconnect = std::function<void(AsyncMqttClientDisconnectReason reason)>;
  using OnSubscribe = std::function<void(uint16_t id, uint8_t qos)>;
  using OnId = std::function<void(uint16_t id)>;
  using OnMessage =
      std::function<void(char *topic, char *payload, AsyncMqttClientMessageProperties properties,
                         size_t length, size_t index, size_t total)>;

  AsyncMqttClient() : link_(*this, 16384) {
    char id[24];
    snprintf(id, sizeof id, "esp32%06llx", (unsigned long long)ESP.getEfuseMac() & 0xffffff);
    connect_.id = id;
    next_ = first();
    first() = this;
  }
  ~AsyncMqttClient() {
    for (AsyncMqttClient **at = &first(); *at; at = &(*at)->next_) {
      if (*at != this) continue;
      *at = next_;
      break;
    }
  }

  AsyncMqttClient &setServer(const char *host, uint16_t port) {
    host_ = host;
    port_ = port;
    return *this;
  }
  AsyncMqttClient &setServer(IPAddress ip, uint16_t port) {
    return setServer(ip.toString().c_str(), port);
  }
  AsyncMqttClient &setCredentials(const char *user, const char *password = nullptr) {
    connect_.has_user = user;
    connect_.user = user ? user : "";
    connect_.has_password = password;
    connect_.password = password ? password : "";
    return *this;
  }
  AsyncMqttClient &setClientId(const char *id) {
    connect_.id = id;
    return *this;
  }
  AsyncMqttClient &setKeepAlive(uint16_t seconds) {
    connect_.keepalive_s = seconds;
    return *this;
  }
  AsyncMqttClient &setCleanSession(bool clean) {
    connect_.clean = clean;
    return *this;
  }
  AsyncMqttClient &setMaxTopicLength(uint16_t) { return *this; }
  AsyncMqttClient &setWill(const char *topic, uint8_t qos, bool retain,
                           const char *payload = nullptr, size_t length = 0) {
    connect_.has_will = true;
    std::string bytes = !payload ? "" : length ? std::string(payload, length) : payload;
    connect_.will = {topic, bytes, qos, retain, false};
    return *this;
  }

  AsyncMqttClient &onConnect(OnConnect call) { return added(on_connect_, call); }
  AsyncMqttClient &onDisconnect(OnDisconnect call) { return added(on_disconnect_, call); }
  AsyncMqttClient &onSubscribe(OnSubscribe call) { return added(on_subscribe_, call); }
  AsyncMqttClient &onUnsubscribe(OnId call) { return added(on_unsubscribe_, call); }
  AsyncMqttClient &onMessage(OnMessage call) { return added(on_message_, call); }
  AsyncMqttClient &onPublish(OnId call) { return added(on_publish_, call); }

  bool connected() const { return state_ == State::CONNECTED; }
  void connect() {
    if (state_ != State::IDLE) return;
    state_ = State::WANTED;
    twinport::in_background(run);
  }
  void disconnect(bool force = false) {
    if (state_ == State::IDLE) return;
    if (!force && state_ == State::CONNECTED) link_.disconnect();
    end(AsyncMqttClientDisconnectReason::TCP_DISCONNECTED);
  }
  uint16_t subscribe(const char *topic, uint8_t qos) {
    return connected() ? link_.subscribe(topic, qos) : 0;
  }
  uint16_t unsubscribe(const char *topic) { return connected() ? link_.unsubscribe(topic) : 0; }
  // The packet's id, 1 for QoS 0, 0 when it was not sent.
  uint16_t publish(const char *topic, uint8_t qos, bool retain, const char *payload = nullptr,
                   size_t length = 0, bool dup = false, uint16_t id = 0) {
    if (!connected()) return 0;
    std::string bytes = !payload ? "" : length ? std::string(payload, length) : payload;
    return link_.publish({topic, bytes, qos, retain, dup}, id);
  }
  const char *getClientId() const { return connect_.id.c_str(); }
  bool clearQueue() { return true; }

 private:
  enum class State { IDLE, WANTED, CONNECTING, CONNECTED };
  static constexpr uint32_t kConnackMs = 10000;

  static AsyncMqttClient *&first() {
    static AsyncMqttClient *client = nullptr;
    return client;
  }
  static void run() {
    for (AsyncMqttClient *each = first(); each; each = each->next_) each->turn();
  }

  template <class Calls, class Call>
  AsyncMqttClient &added(Calls &calls, Call call) {
    calls.push_back(call);
    return *this;
  }

  void turn() {
    if (state_ == State::IDLE) return;
    if (state_ == State::WANTED) return begin();
    if (link_.turn() != twinport::MqttLink::Trouble::NONE ||
        (state_ == State::CONNECTING && millis() - began_ms_ > kConnackMs)) {
      end(AsyncMqttClientDisconnectReason::TCP_DISCONNECTED);
    }
  }
  void begin() {
    state_ = State::CONNECTING;
    began_ms_ = millis();
    link_.over(&client_);
    if (!client_.connect(host_.c_str(), port_) || !link_.start(connect_)) {
      end(AsyncMqttClientDisconnectReason::TCP_DISCONNECTED);
    }
  }
  void end(AsyncMqttClientDisconnectReason reason) {
    state_ = State::IDLE;
    client_.stop();
    for (auto &call : on_disconnect_) call(reason);
  }

  void connected(uint8_t code, bool session_present) override {
    if (code) return end((AsyncMqttClientDisconnectReason)code);
    state_ = State::CONNECTED;
    for (auto &call : on_connect_) call(session_present);
  }
  void message(const twinport::MqttLink::Message &message) override {
    std::string topic = message.topic, payload = message.payload;
    const AsyncMqttClientMessageProperties properties = {message.qos, message.dup, message.retain};
    for (auto &call : on_message_) {
      call(&topic[0], &payload[0], properties, payload.size(), 0, payload.size());
    }
  }
  void published(uint16_t id) override {
    for (auto &call : on_publish_) call(id);
  }
  void subscribed(uint16_t id, uint8_t code) override {
    for (auto &call : on_subscribe_) call(id, code);
  }
  void unsubscribed(uint16_t id) override {
    for (auto &call : on_unsubscribe_) call(id);
  }

  twinport::MqttLink link_;
  twinport::MqttLink::Connect connect_;
  WiFiClient client_;
  std::string host_;
  uint16_t port_ = 1883;
  State state_ = State::IDLE;
  uint32_t began_ms_ = 0;
  AsyncMqttClient *next_ = nullptr;
  std::vector<OnConnect> on_connect_;
  std::vector<OnDisconnect> on_disconnect_;
  std::vector<OnSubscribe> on_subscribe_;
  std::vector<OnId> on_unsubscribe_, on_publish_;
  std::vector<OnMessage> on_message_;
};
