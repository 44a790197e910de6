// SPDX-License-Identifier: MIT
// The Arduino API of the virtual ESP32 (arduino-esp32 core 2), written from its public
// documentation. The same sketch compiles for a real board with Espressif's core.
#pragma once
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"
#include "pgmspace.h"

#define ESP_ARDUINO_VERSION_MAJOR 2
#define ESP_ARDUINO_VERSION_MINOR 0
#define ESP_ARDUINO_VERSION_PATCH 17
#define ESP_ARDUINO_VERSION_VAL(major, minor, patch) ((major << 16) | (minor << 8) | (patch))
#define ESP_ARDUINO_VERSION ESP_ARDUINO_VERSION_VAL(2, 0, 17)

#define HIGH 0x1
#define LOW 0x0
#define INPUT 0x01
#define OUTPUT 0x03
#define PULLUP 0x04
#define INPUT_PULLUP 0x05
#define PULLDOWN 0x08
#define INPUT_PULLDOWN 0x09
#define OPEN_DRAIN 0x10
#define OUTPUT_OPEN_DRAIN 0x13
#define RISING 0x01
#define FALLING 0x02
#define CHANGE 0x03
#define LSBFIRST 0
#define MSBFIRST 1

#define LED_BUILTIN 2
#define BUILTIN_LED LED_BUILTIN
#define NUM_DIGITAL_PINS 40

#define PI 3.1415926535897932384626433832795
#define HALF_PI 1.5707963267948966192313216916398
#define TWO_PI 6.283185307179586476925286766559
#define DEG_TO_RAD 0.017453292519943295769236907684886
#define RAD_TO_DEG 57.295779513082320876798154814105
#define EULER 2.718281828459045235360287471352

#define F_CPU 240000000L
#define clockCyclesPerMicrosecond() (F_CPU / 1000000L)
#define clockCyclesToMicroseconds(cycles) ((cycles) / clockCyclesPerMicrosecond())
#define microsecondsToClockCycles(us) ((us) * clockCyclesPerMicrosecond())

#define IRAM_ATTR
#define DRAM_ATTR
#define ICACHE_RAM_ATTR
#define ARDUINO_ISR_ATTR

#define constrain(value, low, high) \
  ((value) < (low) ? (low) : ((value) > (high) ? (high) : (value)))
#define radians(deg) ((deg) * DEG_TO_RAD)
#define degrees(rad) ((rad) * RAD_TO_DEG)
#define sq(x) ((x) * (x))
#define lowByte(w) ((uint8_t)((w) & 0xff))
#define highByte(w) ((uint8_t)((w) >> 8))
#define bitRead(value, bit) (((value) >> (bit)) & 0x01)
#define bitSet(value, bit) ((value) |= (1UL << (bit)))
#define bitClear(value, bit) ((value) &= ~(1UL << (bit)))
#define bitToggle(value, bit) ((value) ^= (1UL << (bit)))
#define bitWrite(value, bit, to) ((to) ? bitSet(value, bit) : bitClear(value, bit))
#define bit(b) (1UL << (b))
#define _BV(b) (1UL << (b))
#define interrupts()
#define noInterrupts()
#define sei()
#define cli()
#define digitalPinToInterrupt(pin) (pin)
#define NOT_A_PIN -1
#define NOT_AN_INTERRUPT -1

using byte = uint8_t;
using boolean = bool;
using word = uint16_t;

using std::abs;
using std::isinf;
using std::isnan;
using std::max;
using std::min;
using std::round;

inline word makeWord(uint16_t w) { return w; }
inline word makeWord(uint8_t high, uint8_t low) { return (word)(high << 8 | low); }

#include "Esp.h"
#include "HardwareSerial.h"
#include "IPAddress.h"
#include "Print.h"
#include "Printable.h"
#include "Stream.h"
#include "WString.h"
#include "esp_mac.h"
#include "esp_sleep.h"
#include "esp_system.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

unsigned long millis();
unsigned long micros();
void delay(uint32_t ms);
void delayMicroseconds(uint32_t us);
void yield();

void pinMode(uint8_t pin, uint8_t mode);
void digitalWrite(uint8_t pin, uint8_t level);
int digitalRead(uint8_t pin);
unsigned long pulseIn(uint8_t pin, uint8_t level, unsigned long timeout_us = 1000000UL);
unsigned long pulseInLong(uint8_t pin, uint8_t level, unsigned long timeout_us = 1000000UL);

// Handlers run while the sketch waits and between two loops, not in the middle of a computation.
void attachInterrupt(uint8_t pin, std::function<void()> handler, int mode);
void attachInterruptArg(uint8_t pin, void (*handler)(void *), void *argument, int mode);
void detachInterrupt(uint8_t pin);

uint16_t analogRead(uint8_t pin);
uint32_t analogReadMilliVolts(uint8_t pin);
void analogReadResolution(uint8_t bits);
void analogSetAttenuation(int);
void analogSetPinAttenuation(uint8_t pin, int);
#define ADC_0db 0
#define ADC_2_5db 1
#define ADC_6db 2
#define ADC_11db 3
// Pulse-width modulation: a pin is high as long as its duty is not zero.
void analogWrite(uint8_t pin, int duty);
void analogWriteResolution(uint8_t bits);
void analogWriteFrequency(uint32_t hertz);
// Of core 3: the pin instead of a channel.
bool ledcAttach(uint8_t pin, uint32_t hertz, uint8_t bits);
bool ledcDetach(uint8_t pin);
double ledcWriteTone(uint8_t channel_or_pin, uint32_t hertz);
void tone(uint8_t pin, unsigned int hertz, unsigned long duration_ms = 0);
void noTone(uint8_t pin);
double ledcSetup(uint8_t channel, double hertz, uint8_t bits);
void ledcAttachPin(uint8_t pin, uint8_t channel);
void ledcDetachPin(uint8_t pin);
void ledcWrite(uint8_t channel, uint32_t duty);
uint32_t ledcRead(uint8_t channel);

long map(long value, long from_low, long from_high, long to_low, long to_high);
long random(long below);
long random(long from, long below);
void randomSeed(unsigned long seed);
uint32_t esp_random();

extern "C" {
char *dtostrf(double value, signed char width, unsigned char precision, char *into);
char *itoa(int value, char *into, int base);
char *ltoa(long value, char *into, int base);
char *utoa(unsigned int value, char *into, int base);
char *ultoa(unsigned long value, char *into, int base);
}

// The clock: asks the network's time servers; local time is UTC plus the two offsets.
void configTime(long gmt_offset_s, int daylight_offset_s, const char *server1,
                const char *server2 = nullptr, const char *server3 = nullptr);
bool getLocalTime(struct tm *info, uint32_t timeout_ms = 5000);

bool setCpuFrequencyMhz(uint32_t mhz);
uint32_t getCpuFrequencyMhz();

#define ESP_LOG_NONE(...) \
  do {                    \
  } while (false)
#define log_e(...) ESP_LOG_NONE()
#define log_w(...) ESP_LOG_NONE()
#define log_i(...) ESP_LOG_NONE()
#define log_d(...) ESP_LOG_NONE()
#define log_v(...) ESP_LOG_NONE()

void setup();
void loop();
