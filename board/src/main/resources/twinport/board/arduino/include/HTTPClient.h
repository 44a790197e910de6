// SPDX-License-Identifier: MIT
#pragma once
#include <memory>

#include "WiFi.h"
#include "WiFiClientSecure.h"

#define HTTP_CODE_OK 200
#define HTTP_CODE_FOUND 302
#define HTTP_CODE_NOT_FOUND 404
#define HTTPC_ERROR_CONNECTION_REFUSED (-1)
#define HTTPC_ERROR_SEND_HEADER_FAILED (-2)
#define HTTPC_ERROR_CONNECTION_LOST (-5)
#define HTTPC_ERROR_READ_TIMEOUT (-11)

// HTTP/1.1 (RFC 9110, 9112): one request a connection.
class HTTPClient {
 public:
  bool begin(String url) {
    own_.reset();
    client_ = nullptr;
    return parse(url);
  }
  bool begin(String url, const char *ca) {
    if (!parse(url)) return false;
    auto secure = std::make_shared<WiFiClientSecure>();
    secure->setCACert(ca);
    own_ = secure;
    client_ = own_.get();
    return true;
  }
  bool begin(WiFiClient &client, String url) {
    client_ = &client;
    return parse(url);
  }
  bool begin(WiFiClient &client, String host, uint16_t port, String path = "/", bool = false) {
    client_ = &client;
    host_ = host, port_ = port, path_ = path;
    return true;
  }
  void end() {
    if (client_) client_->stop();
    headers_ = "";
  }
  void addHeader(const String &name, const String &value) { headers_ += name + ": " + value + "\r\n"; }
  void setTimeout(uint16_t ms) { timeout_ = ms; }
  void setConnectTimeout(int32_t) {}
  void setReuse(bool) {}
  void setUserAgent(const String &agent) { agent_ = agent; }
  void setAuthorization(const char *) {}
  int GET() { return sendRequest("GET"); }
  int POST(String body) { return sendRequest("POST", body); }
  int POST(uint8_t *body, size_t size) { return sendRequest("POST", String((const char *)body, size)); }
  int PUT(String body) { return sendRequest("PUT", body); }
  int PATCH(String body) { return sendRequest("PATCH", body); }
  int sendRequest(const char *method, String body = "") {
    if (!client_) {
      own_ = secure_ ? std::make_shared<WiFiClientSecure>() : std::make_shared<WiFiClient>();
      client_ = own_.get();
    }
    body_ = "";
    size_ = -1;
    if (!client_->connect(host_.c_str(), port_)) return HTTPC_ERROR_CONNECTION_REFUSED;
    client_->Stream::setTimeout(timeout_);
    String head = String(method) + " " + path_ + " HTTP/1.1\r\nHost: " + host_ + "\r\nUser-Agent: " +
                  agent_ + "\r\nConnection: close\r\n" + headers_;
    if (body.length()) head += "Content-Length: " + String(body.length()) + "\r\n";
    head += "\r\n" + body;
    if (client_->print(head) != head.length()) return HTTPC_ERROR_SEND_HEADER_FAILED;
    return answer();
  }
  String getString() {
    bool chunked = chunked_;
    while (chunked || size_ != 0) {
      int left = size_;
      if (chunked) {
        left = (int)strtol(line().c_str(), nullptr, 16);
        if (left <= 0) break;
      }
      while (left != 0) {
        int c = byte();
        if (c < 0) return body_;
        body_ += (char)c;
        if (left > 0) left--;
      }
      if (!chunked) break;
      line();
    }
    return body_;
  }
  int getSize() { return size_; }
  WiFiClient &getStream() { return *client_; }
  WiFiClient *getStreamPtr() { return client_; }
  String getLocation() { return location_; }
  bool connected() { return client_ && client_->connected(); }
  static String errorToString(int error) {
    switch (error) {
      case HTTPC_ERROR_CONNECTION_REFUSED: return "connection refused";
      case HTTPC_ERROR_SEND_HEADER_FAILED: return "send header failed";
      case HTTPC_ERROR_CONNECTION_LOST: return "connection lost";
      case HTTPC_ERROR_READ_TIMEOUT: return "read Timeout";
      default: return "";
    }
  }

 private:
  bool parse(const String &url) {
    secure_ = url.startsWith("https://");
    int from = url.indexOf("://");
    if (from < 0) return false;
    String rest = url.substring(from + 3);
    int slash = rest.indexOf('/');
    path_ = slash < 0 ? "/" : rest.substring(slash);
    host_ = slash < 0 ? rest : rest.substring(0, slash);
    int colon = host_.indexOf(':');
    port_ = colon < 0 ? (secure_ ? 443 : 80) : (uint16_t)host_.substring(colon + 1).toInt();
    if (colon >= 0) host_ = host_.substring(0, colon);
    return host_.length() > 0;
  }
  int byte() {
    unsigned long start = millis();
    while (!client_->available()) {
      if (!client_->connected() || millis() - start > timeout_) return -1;
      delay(1);
    }
    return client_->read();
  }
  String line() {
    String text;
    for (int c = byte(); c >= 0 && c != '\n' && text.length() < 2048; c = byte()) {
      if (c != '\r') text += (char)c;
    }
    return text;
  }
  int answer() {
    String status = line();
    int space = status.indexOf(' ');
    if (!status.startsWith("HTTP/1.") || space < 0) {
      return status.length() ? HTTPC_ERROR_CONNECTION_LOST : HTTPC_ERROR_READ_TIMEOUT;
    }
    chunked_ = false;
    for (String each = line(); each.length(); each = line()) {
      int colon = each.indexOf(':');
      String name = each.substring(0, colon < 0 ? 0 : colon), value = each.substring(colon + 1);
      name.toLowerCase();
      value.trim();
      if (name == "content-length") size_ = (int)value.toInt();
      if (name == "transfer-encoding") chunked_ = value.equalsIgnoreCase("chunked");
      if (name == "location") location_ = value;
    }
    return (int)status.substring(space + 1).toInt();
  }

  std::shared_ptr<WiFiClient> own_;
  WiFiClient *client_ = nullptr;
  bool secure_ = false;
  String host_, path_ = "/", headers_, body_, location_, agent_ = "ESP32HTTPClient";
  uint16_t port_ = 80;
  uint32_t timeout_ = 5000;
  int size_ = -1;
  bool chunked_ = false;
};
