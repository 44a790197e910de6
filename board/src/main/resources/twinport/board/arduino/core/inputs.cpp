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
  uint32_t hertz = 1000;
  uint8_t bits = 8;
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

namespace {
// A pin under PWM: by analogWrite, by a channel of core 2, or by its number as core 3 has it.
void drive(uint8_t pin, uint32_t hertz, uint8_t bits, uint32_t duty) {
  uint64_t full = 1ull << bits;
  if (duty > full) duty = (uint32_t)full;
  host_pwm(pin, hertz ? hertz : 1, (uint32_t)(duty * 1000000ull / full));
}
uint8_t write_bits = 8;
uint32_t write_hertz = 1000;
struct Attached {
  uint32_t hertz = 0;
  uint8_t bits = 0;
};
Attached attached[kPins];
}  // namespace

void analogWriteResolution(uint8_t bits) {
  if (bits >= 1 && bits <= 16) write_bits = bits;
}
void analogWriteFrequency(uint32_t hertz) { write_hertz = hertz; }
void analogWrite(uint8_t pin, int duty) {
  uint32_t most = (1u << write_bits) - 1;
  // The highest value is always on.
  uint32_t on = duty <= 0 ? 0 : (uint32_t)duty >= most ? most + 1 : (uint32_t)duty;
  drive(pin, write_hertz, write_bits, on);
}
double ledcSetup(uint8_t channel, double hertz, uint8_t bits) {
  if (channel >= kChannels || bits < 1 || bits > 16) return 0;
  channels[channel].hertz = (uint32_t)hertz;
  channels[channel].bits = bits;
  return hertz;
}
void ledcAttachPin(uint8_t pin, uint8_t channel) {
  if (channel >= kChannels) return;
  Channel &each = channels[channel];
  each.pin = pin;
  drive(pin, each.hertz, each.bits, each.duty);
}
void ledcDetachPin(uint8_t pin) {
  for (Channel &each : channels) {
    if (each.pin == pin) each.pin = kUnused;
  }
  host_pwm_off(pin);
}
bool ledcAttach(uint8_t pin, uint32_t hertz, uint8_t bits) {
  if (pin >= kPins || bits < 1 || bits > 16) return false;
  attached[pin] = {hertz, bits};
  drive(pin, hertz, bits, 0);
  return true;
}
bool ledcDetach(uint8_t pin) {
  if (pin >= kPins) return false;
  attached[pin] = {};
  host_pwm_off(pin);
  return true;
}
void ledcWrite(uint8_t channel, uint32_t duty) {
  if (channel < kPins && attached[channel].bits) {
    drive(channel, attached[channel].hertz, attached[channel].bits, duty);
    return;
  }
  if (channel >= kChannels) return;
  Channel &each = channels[channel];
  each.duty = duty;
  if (each.pin != kUnused) drive((uint8_t)each.pin, each.hertz, each.bits, duty);
}
uint32_t ledcRead(uint8_t channel) { return channel < kChannels ? channels[channel].duty : 0; }
double ledcWriteTone(uint8_t channel, uint32_t hertz) {
  int pin = channel < kPins && attached[channel].bits ? channel
            : channel < kChannels                     ? channels[channel].pin
                                                      : kUnused;
  if (pin == kUnused) return 0;
  drive((uint8_t)pin, hertz, 10, hertz ? 512 : 0);
  return hertz;
}
namespace {
struct Tone {
  bool on = false;
  uint32_t end = 0;
};
Tone tones[kPins];
void end_tones() {
  for (int pin = 0; pin < kPins; pin++) {
    if (tones[pin].on && tones[pin].end && (int32_t)(host_millis() - tones[pin].end) >= 0) {
      noTone((uint8_t)pin);
    }
  }
}
}  // namespace
void tone(uint8_t pin, unsigned int hertz, unsigned long duration_ms) {
  if (pin >= kPins || hertz == 0) return;
  tones[pin].on = true;
  tones[pin].end = duration_ms ? (host_millis() + duration_ms) | 1 : 0;
  twinport::in_background(end_tones);
  drive(pin, hertz, 10, 512);
}
void noTone(uint8_t pin) {
  if (pin >= kPins) return;
  tones[pin] = {};
  host_pwm_off(pin);
}
