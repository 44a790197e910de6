// SPDX-License-Identifier: MIT
// What the virtual board offers to compiled code. A sketch never needs this file: it uses the
// Arduino API in the headers beside it.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define TWINPORT_HOST(name) __attribute__((import_module("board"), import_name(#name)))

extern "C" {
// Time. A board's clock; delay_us lets it pass.
TWINPORT_HOST(millis) uint32_t host_millis();
TWINPORT_HOST(micros) uint32_t host_micros();
TWINPORT_HOST(delay_us) void host_delay_us(uint64_t us);
// Microseconds since 1970 once the clock was set by NTP; since power-on before.
TWINPORT_HOST(clock_us) uint64_t host_clock_us();
// clock_sync asks the time servers from now on; the answer comes when the Wi-Fi is joined.
TWINPORT_HOST(clock_sync) void host_clock_sync();
TWINPORT_HOST(clock_set) void host_clock_set(uint64_t us_since_1970);

TWINPORT_HOST(pin_mode) void host_pin_mode(int32_t pin, int32_t mode);
TWINPORT_HOST(pin_write) void host_pin_write(int32_t pin, int32_t level);
TWINPORT_HOST(pin_read) int32_t host_pin_read(int32_t pin);
TWINPORT_HOST(pin_millivolts) int32_t host_pin_millivolts(int32_t pin);
// Changes of watched pins: the pin's number, plus 256 when it went high; -1 when there are none.
TWINPORT_HOST(pin_watch) void host_pin_watch(int32_t pin, int32_t on);
TWINPORT_HOST(pin_edge) int32_t host_pin_edge();

// PWM: duty in parts of a million.
TWINPORT_HOST(pwm) void host_pwm(int32_t pin, uint32_t hertz, uint32_t duty);
TWINPORT_HOST(pwm_off) void host_pwm_off(int32_t pin);

// Buses. i2c_write: 1 when somebody acknowledged; i2c_read: bytes, or -1. Empty writes only ask.
TWINPORT_HOST(i2c_write)
int32_t host_i2c_write(int32_t sda, int32_t scl, int32_t address, const void *bytes, size_t size);
TWINPORT_HOST(i2c_read)
int32_t host_i2c_read(int32_t sda, int32_t scl, int32_t address, void *into, size_t size);
TWINPORT_HOST(wire_reset) int32_t host_wire_reset(int32_t pin);
TWINPORT_HOST(wire_bit) int32_t host_wire_bit(int32_t pin);
TWINPORT_HOST(wire_put_bit) void host_wire_put_bit(int32_t pin, int32_t bit);
// WS2812: three bytes a lamp, green first.
TWINPORT_HOST(pixels) void host_pixels(int32_t pin, const void *bytes, size_t size);

TWINPORT_HOST(serial_write) void host_serial_write(const void *bytes, size_t length);
TWINPORT_HOST(serial_available) int32_t host_serial_available();
TWINPORT_HOST(serial_read) int32_t host_serial_read();
TWINPORT_HOST(serial_peek) int32_t host_serial_peek();

// Sockets. A result below zero is minus an error number: lwIP's, or mbedTLS's for TLS.
struct host_tls {
  const char *name;
  size_t name_length;
  const char *ca;
  size_t ca_length;
  const char *certificate;
  size_t certificate_length;
  const char *key;
  size_t key_length;
  uint32_t verify;
  uint32_t timeout_ms;
};
TWINPORT_HOST(sock_open) int32_t host_sock_open();
TWINPORT_HOST(sock_connect)
int32_t host_sock_connect(int32_t id, const char *host, size_t length, int32_t port, int32_t ms);
TWINPORT_HOST(sock_tls) int32_t host_sock_tls(int32_t id, const host_tls *settings);
TWINPORT_HOST(sock_send) int32_t host_sock_send(int32_t id, const void *bytes, size_t length);
TWINPORT_HOST(sock_recv) int32_t host_sock_recv(int32_t id, void *into, size_t length, int32_t ms);
TWINPORT_HOST(sock_available) int32_t host_sock_available(int32_t id);
TWINPORT_HOST(sock_peek) int32_t host_sock_peek(int32_t id);
TWINPORT_HOST(sock_alive) int32_t host_sock_alive(int32_t id);
TWINPORT_HOST(sock_close) void host_sock_close(int32_t id);
// What mbedTLS says to an error number; returns the length of the text.
TWINPORT_HOST(tls_words) int32_t host_tls_words(int32_t error, char *into, size_t length);
// An IPv4 address in network order, or 0.
TWINPORT_HOST(net_resolve) uint32_t host_net_resolve(const char *host, size_t length);
TWINPORT_HOST(net_address) uint32_t host_net_address();

// Wi-Fi. A name and a password start to join; what happens then comes as events.
enum host_wifi {
  HOST_WIFI_IDLE,
  HOST_WIFI_CONNECTING,
  HOST_WIFI_CONNECTED,
  HOST_WIFI_NO_AP_FOUND,
  HOST_WIFI_WRONG_PASSWORD,
  HOST_WIFI_CONNECTION_LOST
};
TWINPORT_HOST(wifi_join)
void host_wifi_join(const char *ssid, size_t length, const char *password, size_t size);
TWINPORT_HOST(wifi_leave) void host_wifi_leave();
TWINPORT_HOST(wifi_rejoin) void host_wifi_rejoin(int32_t on);
TWINPORT_HOST(wifi_status) int32_t host_wifi_status();
// The number of 802.11 or ESP-IDF for the last failure.
TWINPORT_HOST(wifi_reason) int32_t host_wifi_reason();
// The next event: 1 joined, 2 has an address, 3 left with the reason in the bits from 8 on; or -1.
TWINPORT_HOST(wifi_event) int32_t host_wifi_event();
TWINPORT_HOST(wifi_rssi) int32_t host_wifi_rssi();
// The network with this index: BSSID (6 bytes), channel, minus its dBm, open or not, its name.
TWINPORT_HOST(wifi_scan) int32_t host_wifi_scan(int32_t index, void *into, size_t size);

// UDP. Received: the sender's address (4 bytes), its port (2, low first), the payload.
TWINPORT_HOST(udp_open) int32_t host_udp_open();
TWINPORT_HOST(udp_send)
int32_t host_udp_send(int32_t id, const char *host, size_t length, int32_t port, const void *bytes,
                      size_t size);
TWINPORT_HOST(udp_recv) int32_t host_udp_recv(int32_t id, void *into, size_t size, int32_t ms);

// Files on the flash. Absent: -1; a directory: -2; no room: -3.
TWINPORT_HOST(file_size) int32_t host_file_size(const char *path, size_t length);
TWINPORT_HOST(file_read)
int32_t host_file_read(const char *path, size_t length, void *into, size_t size);
TWINPORT_HOST(file_write)
int32_t host_file_write(const char *path, size_t length, const void *from, size_t size);
TWINPORT_HOST(file_remove) int32_t host_file_remove(const char *path, size_t length);
TWINPORT_HOST(file_rename)
int32_t host_file_rename(const char *from, size_t from_length, const char *to, size_t to_length);
TWINPORT_HOST(dir_make) int32_t host_dir_make(const char *path, size_t length);
TWINPORT_HOST(dir_remove) int32_t host_dir_remove(const char *path, size_t length);
// The name of the entry with this index; its length, or -1 after the last.
TWINPORT_HOST(dir_entry)
int32_t host_dir_entry(const char *path, size_t length, int32_t index, char *into, size_t size);
TWINPORT_HOST(flash_total) uint32_t host_flash_total();
TWINPORT_HOST(flash_used) uint32_t host_flash_used();

// FreeRTOS tasks, by number; loopTask is 0. task_start: 1 if it began, on a stack that grows down
// from `top`. task_delete does not return for the caller. task_wait: until task_wake, at most ms, or
// for ever if below zero.
TWINPORT_HOST(task_start)
int32_t host_task_start(int32_t number, uintptr_t top, const char *name, size_t length);
TWINPORT_HOST(task_self) int32_t host_task_self();
TWINPORT_HOST(task_delete) void host_task_delete(int32_t number);
TWINPORT_HOST(task_wait) void host_task_wait(int32_t ms);
TWINPORT_HOST(task_wake) void host_task_wake();

TWINPORT_HOST(random32) uint32_t host_random32();
TWINPORT_HOST(mac) void host_mac(uint8_t *six_bytes);
TWINPORT_HOST(heap_limit) uint32_t host_heap_limit();
// esp_reset_reason_t; deep sleep (0: until a reset); what both keep: its length, written whole.
TWINPORT_HOST(reset_cause) int32_t host_reset_cause();
TWINPORT_HOST(sleep_deep) __attribute__((noreturn)) void host_sleep_deep(uint64_t us);
TWINPORT_HOST(rtc_read) int32_t host_rtc_read(void *into, size_t size);
TWINPORT_HOST(rtc_write) void host_rtc_write(const void *from, size_t size);
TWINPORT_HOST(restart) __attribute__((noreturn)) void host_restart();
TWINPORT_HOST(panic) __attribute__((noreturn)) void host_panic(const char *why, size_t length);
}
