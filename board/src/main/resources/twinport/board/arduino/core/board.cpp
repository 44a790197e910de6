// SPDX-License-Identifier: MIT
// The chip: time, pins, serial line, random numbers, and where the host enters the sketch.
#include <errno.h>
#include <new>
#include <sys/time.h>

#include "Arduino.h"
#include "twinport/background.h"
#include "twinport/host.h"
#include "twinport/tasks.h"

HardwareSerial Serial(0);
HardwareSerial Serial1(1);
HardwareSerial Serial2(2);
EspClass ESP;

extern "C" {
__attribute__((export_name("board_setup"))) void board_setup() { setup(); }
__attribute__((export_name("board_loop"))) void board_loop() {
  twinport::run_background();
  loop();
}
}

namespace twinport {
namespace {
constexpr int kMaxWork = 16;
Work work[kMaxWork];
bool running = false;
}  // namespace

void in_background(Work added) {
  out_of_background(added);
  for (Work &each : work) {
    if (!each) {
      each = added;
      return;
    }
  }
}

void out_of_background(Work removed) {
  for (Work &each : work) {
    if (each == removed) each = nullptr;
  }
}

bool anything_in_background() {
  for (Work each : work) {
    if (each) return true;
  }
  return false;
}

// A delay in pieces, so that what goes on beside it is on time.
void wait_us(uint64_t us) {
  constexpr uint64_t kPieceUs = 10000;
  run_background();
  while (us > kPieceUs && anything_in_background()) {
    host_delay_us(kPieceUs);
    us -= kPieceUs;
    run_background();
  }
  host_delay_us(us);
  run_background();
  resume_task();
}

// What runs here may itself wait: it is not entered again then.
void run_background() {
  if (running) return;
  running = true;
  for (Work each : work) {
    if (each) each();
  }
  running = false;
}
}  // namespace twinport

// Time -------------------------------------------------------------------------------------------

unsigned long millis() { return host_millis(); }
unsigned long micros() { return host_micros(); }
void delay(uint32_t ms) { twinport::wait_us((uint64_t)ms * 1000); }
void delayMicroseconds(uint32_t us) { host_delay_us(us); }
void yield() {
  host_delay_us(0);
  twinport::run_background();
}

namespace {
long local_offset_s = 0;
constexpr int kFirstGoodYear = 2016 - 1900;
constexpr int64_t kMicros = 1000000;
}  // namespace

void configTime(long gmt_offset_s, int daylight_offset_s, const char *, const char *, const char *) {
  local_offset_s = gmt_offset_s + daylight_offset_s;
  host_clock_sync();
}

extern "C" time_t time(time_t *into) {
  time_t now = (time_t)(host_clock_us() / kMicros);
  if (into) *into = now;
  return now;
}

extern "C" int gettimeofday(struct timeval *__restrict into, void *__restrict) {
  uint64_t now = host_clock_us();
  into->tv_sec = (time_t)(now / kMicros);
  into->tv_usec = (suseconds_t)(now % kMicros);
  return 0;
}

extern "C" struct tm *localtime_r(const time_t *__restrict when, struct tm *__restrict into) {
  time_t shifted = *when + local_offset_s;
  return gmtime_r(&shifted, into);
}

extern "C" struct tm *localtime(const time_t *when) {
  static struct tm result;
  return localtime_r(when, &result);
}

bool getLocalTime(struct tm *info, uint32_t timeout_ms) {
  uint32_t start = millis();
  do {
    time_t now = time(nullptr);
    localtime_r(&now, info);
    if (info->tm_year > kFirstGoodYear) return true;
    delay(10);
  } while (millis() - start < timeout_ms);
  return false;
}

// Pins -------------------------------------------------------------------------------------------

void pinMode(uint8_t pin, uint8_t mode) { host_pin_mode(pin, mode); }
void digitalWrite(uint8_t pin, uint8_t level) { host_pin_write(pin, level ? 1 : 0); }
int digitalRead(uint8_t pin) { return host_pin_read(pin); }

unsigned long pulseIn(uint8_t pin, uint8_t level, unsigned long timeout_us) {
  unsigned long start = micros();
  while (digitalRead(pin) == level) {
    if (micros() - start > timeout_us) return 0;
  }
  while (digitalRead(pin) != level) {
    if (micros() - start > timeout_us) return 0;
  }
  unsigned long rise = micros();
  while (digitalRead(pin) == level) {
    if (micros() - start > timeout_us) return 0;
  }
  return micros() - rise;
}
unsigned long pulseInLong(uint8_t pin, uint8_t level, unsigned long timeout_us) {
  return pulseIn(pin, level, timeout_us);
}

// Numbers ----------------------------------------------------------------------------------------

namespace {
// xorshift32 (Marsaglia 2003) once the sketch asked for a sequence that repeats.
uint32_t seeded = 0;
uint32_t draw() {
  if (!seeded) return host_random32();
  seeded ^= seeded << 13;
  seeded ^= seeded >> 17;
  seeded ^= seeded << 5;
  return seeded;
}
}  // namespace

uint32_t esp_random() { return host_random32(); }
void randomSeed(unsigned long seed) {
  if (seed) seeded = (uint32_t)seed;
}
long random(long below) { return below <= 0 ? 0 : (long)(draw() % (unsigned long)below); }
long random(long from, long below) { return from >= below ? from : from + random(below - from); }

long map(long value, long from_low, long from_high, long to_low, long to_high) {
  long range = from_high - from_low;
  if (range == 0) return -1;
  return (long)((long long)(value - from_low) * (to_high - to_low) / range) + to_low;
}

extern "C" {
char *dtostrf(double value, signed char width, unsigned char precision, char *into) {
  sprintf(into, "%*.*f", width, precision, value);
  return into;
}
char *ultoa(unsigned long value, char *into, int base) {
  strcpy(into, String(value, (unsigned char)base).c_str());
  return into;
}
char *utoa(unsigned int value, char *into, int base) { return ultoa(value, into, base); }
char *ltoa(long value, char *into, int base) {
  strcpy(into, String(value, (unsigned char)base).c_str());
  return into;
}
char *itoa(int value, char *into, int base) { return ltoa(value, into, base); }
}

// Serial line ------------------------------------------------------------------------------------

int HardwareSerial::available() { return number_ == 0 ? host_serial_available() : 0; }
int HardwareSerial::read() { return number_ == 0 ? host_serial_read() : -1; }
int HardwareSerial::peek() { return number_ == 0 ? host_serial_peek() : -1; }
size_t HardwareSerial::read(uint8_t *into, size_t size) {
  size_t n = 0;
  for (int c; n < size && (c = read()) >= 0;) into[n++] = (uint8_t)c;
  return n;
}
size_t HardwareSerial::write(const uint8_t *bytes, size_t size) {
  if (number_ == 0) host_serial_write(bytes, size);
  return size;
}

// Addresses --------------------------------------------------------------------------------------

IPAddress::IPAddress(uint32_t address) { memcpy(bytes_, &address, sizeof bytes_); }
IPAddress::operator uint32_t() const {
  uint32_t address;
  memcpy(&address, bytes_, sizeof address);
  return address;
}
bool IPAddress::fromString(const char *text) {
  unsigned a, b, c, d;
  char rest;
  if (sscanf(text, "%3u.%3u.%3u.%3u%c", &a, &b, &c, &d, &rest) != 4) return false;
  if (a > 255 || b > 255 || c > 255 || d > 255) return false;
  *this = IPAddress((uint8_t)a, (uint8_t)b, (uint8_t)c, (uint8_t)d);
  return true;
}
String IPAddress::toString() const {
  char text[16];
  snprintf(text, sizeof text, "%u.%u.%u.%u", bytes_[0], bytes_[1], bytes_[2], bytes_[3]);
  return String(text);
}

// Chip and memory --------------------------------------------------------------------------------

extern "C" unsigned char __heap_base;

namespace {
size_t memory_bytes() { return __builtin_wasm_memory_size(0) * 65536u; }
}  // namespace

void EspClass::restart() { host_restart(); }
uint32_t EspClass::getHeapSize() { return host_heap_limit() - (uint32_t)(uintptr_t)&__heap_base; }
uint32_t EspClass::getFreeHeap() { return host_heap_limit() - (uint32_t)memory_bytes(); }
uint64_t EspClass::getEfuseMac() {
  uint64_t value = 0;
  host_mac((uint8_t *)&value);
  return value;
}
uint32_t EspClass::getCycleCount() { return host_micros() * (uint32_t)(F_CPU / 1000000L); }
bool setCpuFrequencyMhz(uint32_t) { return true; }
uint32_t getCpuFrequencyMhz() { return 240; }

namespace {
void *allocated(size_t size) {
  void *memory = malloc(size ? size : 1);
  if (!memory) {
    char why[64];
    host_panic(why, snprintf(why, sizeof why, "out of memory: new of %u bytes", (unsigned)size));
  }
  return memory;
}
}  // namespace

void *operator new(size_t size) { return allocated(size); }
void *operator new[](size_t size) { return allocated(size); }
void *operator new(size_t size, const std::nothrow_t &) noexcept { return malloc(size); }
void *operator new[](size_t size, const std::nothrow_t &) noexcept { return malloc(size); }
void operator delete(void *memory) noexcept { free(memory); }
void operator delete[](void *memory) noexcept { free(memory); }
void operator delete(void *memory, size_t) noexcept { free(memory); }
void operator delete[](void *memory, size_t) noexcept { free(memory); }

extern "C" void abort() {
  static const char why[] = "abort() was called";
  host_panic(why, sizeof why - 1);
}
