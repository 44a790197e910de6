// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "Arduino.h"
#include "twinport/host.h"

typedef uint16_t neoPixelType;
#define NEO_RGB 0x06
#define NEO_GRB 0x52
#define NEO_GRBW 0xD2
#define NEO_KHZ800 0x0000
#define NEO_KHZ400 0x0100

// A chain of WS2812 lamps.
class Adafruit_NeoPixel {
 public:
  Adafruit_NeoPixel(uint16_t count, int16_t pin, neoPixelType = NEO_GRB + NEO_KHZ800)
      : pin_(pin), colours_(count) {}
  void begin() { pinMode((uint8_t)pin_, OUTPUT); }
  void show() {
    std::vector<uint8_t> grb;
    for (uint32_t colour : colours_) {
      grb.push_back(scaled(colour >> 8));
      grb.push_back(scaled(colour >> 16));
      grb.push_back(scaled(colour));
    }
    host_pixels(pin_, grb.data(), grb.size());
  }
  void clear() { fill(0); }
  void fill(uint32_t colour = 0, uint16_t first = 0, uint16_t count = 0) {
    size_t end = count ? first + count : colours_.size();
    for (size_t i = first; i < end && i < colours_.size(); i++) colours_[i] = colour;
  }
  void setPixelColor(uint16_t at, uint32_t colour) {
    if (at < colours_.size()) colours_[at] = colour;
  }
  void setPixelColor(uint16_t at, uint8_t red, uint8_t green, uint8_t blue) {
    setPixelColor(at, Color(red, green, blue));
  }
  uint32_t getPixelColor(uint16_t at) const { return at < colours_.size() ? colours_[at] : 0; }
  void setBrightness(uint8_t brightness) { brightness_ = brightness; }
  uint8_t getBrightness() const { return brightness_; }
  uint16_t numPixels() const { return (uint16_t)colours_.size(); }
  bool canShow() { return true; }
  void setPin(int16_t pin) { pin_ = pin; }
  void updateLength(uint16_t count) { colours_.assign(count, 0); }
  static uint32_t Color(uint8_t red, uint8_t green, uint8_t blue) {
    return (uint32_t)red << 16 | (uint32_t)green << 8 | blue;
  }

 private:
  uint8_t scaled(uint32_t colour) const { return (uint8_t)((colour & 0xFF) * brightness_ / 255); }
  int16_t pin_;
  std::vector<uint32_t> colours_;
  uint8_t brightness_ = 255;
};
