// SPDX-License-Identifier: MIT
// Interrupts, analogue inputs and pulse-width modulation.
#include "Arduino.h"
#include "twinport/background.h"
#include "twinport/host.h"

namespace {
constexpr int kPins = NUM_DIGITAL_PINS;
constexpr int kChannels = 16;
constexpr int kHigh = 0x100;
constexpr int kUnused = -1;
constexpr int kMostEdges = 64;  // in one go, so that the sketch goes on too
constexpr uint32_t kSupplyMillivolts = 3300;

struct Handler {
  std::function<void()> call;
  int mode = 0;
};
Handler handlers[kPins];
uint8_t adc_bits = 12;

struct Channel {
  int pin = kUnused;
  uint32_t duty = 0;
};
Channel channels[kChannels];

void deliver() {
  for (int i = 0; i < kMostEdges; i++) {
    int edge = host_pin_edge();
    if (edge < 0) return;
    Handler &handler = handlers[edge & 0xFF];
    bool rising = edge & kHigh;
    if (handler.call && (handler.mode & (rising ? RISING : FALLING))) handler.call();
  }
}
}  // namespace

void attachInterrupt(uint8_t pin, std::function<void()> handler, int mode) {
  if (pin >= kPins) return;
  handlers[pin].call = handler;
  handlers[pin].mode = mode;
  twinport::in_background(deliver);
  host_pin_watch(pin, 1);
}
void attachInterruptArg(uint8_t pin, void (*handler)(void *), void *argument, int mode) {
  attachInterrupt(pin, [handler, argument] { handler(argument); }, mode);
}
void detachInterrupt(uint8_t pin) {
  if (pin >= kPins) return;
  handlers[pin].call = nullptr;
  host_pin_watch(pin, 0);
}

uint32_t analogReadMilliVolts(uint8_t pin) { return (uint32_t)host_pin_millivolts(pin); }
uint16_t analogRead(uint8_t pin) {
  return (uint16_t)(analogReadMilliVolts(pin) * ((1u << adc_bits) - 1) / kSupplyMillivolts);
}
void analogReadResolution(uint8_t bits) {
  if (bits >= 1 && bits <= 16) adc_bits = bits;
}
void analogSetAttenuation(int) {}
void analogSetPinAttenuation(uint8_t, int) {}

void analogWrite(uint8_t pin, int duty) {
  pinMode(pin, OUTPUT);
  digitalWrite(pin, duty > 0 ? HIGH : LOW);
}
double ledcSetup(uint8_t channel, double hertz, uint8_t) { return channel < kChannels ? hertz : 0; }
void ledcAttachPin(uint8_t pin, uint8_t channel) {
  if (channel >= kChannels) return;
  channels[channel].pin = pin;
  analogWrite(pin, (int)channels[channel].duty);
}
void ledcDetachPin(uint8_t pin) {
  for (Channel &each : channels) {
    if (each.pin == pin) each.pin = kUnused;
  }
  digitalWrite(pin, LOW);
}
void ledcWrite(uint8_t channel, uint32_t duty) {
  if (channel >= kChannels) return;
  channels[channel].duty = duty;
  if (channels[channel].pin != kUnused) analogWrite((uint8_t)channels[channel].pin, (int)duty);
}
uint32_t ledcRead(uint8_t channel) { return channel < kChannels ? channels[channel].duty : 0; }
