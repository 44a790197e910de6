// SPDX-License-Identifier: MIT
// The DHT sensors with the calls of the library made for the ESP boards.
#pragma once
#include "Arduino.h"
#include "twinport/dht_wire.h"

struct TempAndHumidity {
  float temperature;
  float humidity;
};

class DHTesp {
 public:
  enum DHT_MODEL_t { AUTO_DETECT, DHT11, DHT22, AM2302, RHT03 };
  enum DHT_ERROR_t { ERROR_NONE = 0, ERROR_TIMEOUT, ERROR_CHECKSUM };

  void setup(uint8_t pin, DHT_MODEL_t model = AUTO_DETECT) {
    pin_ = pin;
    model_ = model == AUTO_DETECT ? DHT22 : model;
    last_ms_ = millis() - getMinimumSamplingPeriod();
    pinMode(pin_, INPUT_PULLUP);
  }
  void resetTimer() { last_ms_ = millis() - getMinimumSamplingPeriod(); }

  float getTemperature() {
    read();
    return now_.temperature;
  }
  float getHumidity() {
    read();
    return now_.humidity;
  }
  TempAndHumidity getTempAndHumidity() {
    read();
    return now_;
  }

  DHT_ERROR_t getStatus() const { return error_; }
  const char *getStatusString() const {
    return error_ == ERROR_TIMEOUT ? "TIMEOUT" : error_ == ERROR_CHECKSUM ? "CHECKSUM" : "OK";
  }
  DHT_MODEL_t getModel() const { return model_; }
  int getMinimumSamplingPeriod() const { return model_ == DHT11 ? 1000 : 2000; }
  int8_t getNumberOfDecimalsTemperature() const { return model_ == DHT11 ? 0 : 1; }
  int8_t getNumberOfDecimalsHumidity() const { return model_ == DHT11 ? 0 : 1; }
  int8_t getLowerBoundTemperature() const { return model_ == DHT11 ? 0 : -40; }
  int8_t getUpperBoundTemperature() const { return model_ == DHT11 ? 50 : 125; }
  int8_t getLowerBoundHumidity() const { return model_ == DHT11 ? 20 : 0; }
  int8_t getUpperBoundHumidity() const { return model_ == DHT11 ? 90 : 100; }

  static float toFahrenheit(float celsius) { return 1.8f * celsius + 32; }
  static float toCelsius(float fahrenheit) { return (fahrenheit - 32) / 1.8f; }
  float computeHeatIndex(float temperature, float humidity, bool fahrenheit = false) {
    float f = fahrenheit ? temperature : toFahrenheit(temperature);
    float index = twinport::DhtWire::heat_index_f(f, humidity);
    return fahrenheit ? index : toCelsius(index);
  }
  // Magnus's formula with the constants of Sonntag (1990).
  float computeDewPoint(float temperature, float humidity, bool fahrenheit = false) {
    float c = fahrenheit ? toCelsius(temperature) : temperature;
    float g = logf(humidity / 100) + 17.62f * c / (243.12f + c);
    float dew = 243.12f * g / (17.62f - g);
    return fahrenheit ? toFahrenheit(dew) : dew;
  }

 private:
  void read() {
    uint32_t now = millis();
    if (now - last_ms_ < (uint32_t)getMinimumSamplingPeriod()) return;
    last_ms_ = now;
    uint8_t frame[5];
    switch (twinport::DhtWire(pin_, model_ == DHT11, 30).read(frame)) {
      case twinport::DhtResult::silent: error_ = ERROR_TIMEOUT; break;
      case twinport::DhtResult::wrong_sum: error_ = ERROR_CHECKSUM; break;
      case twinport::DhtResult::good: error_ = ERROR_NONE; break;
    }
    if (error_ != ERROR_NONE) {
      now_ = {NAN, NAN};
    } else if (model_ == DHT11) {
      now_ = {twinport::DhtWire::units(frame + 2), twinport::DhtWire::units(frame)};
    } else {
      now_ = {twinport::DhtWire::tenths(frame + 2, true), twinport::DhtWire::tenths(frame, false)};
    }
  }

  uint8_t pin_ = 0;
  DHT_MODEL_t model_ = DHT22;
  DHT_ERROR_t error_ = ERROR_NONE;
  TempAndHumidity now_ = {NAN, NAN};
  uint32_t last_ms_ = 0;
};
