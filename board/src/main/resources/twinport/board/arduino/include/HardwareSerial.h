// SPDX-License-Identifier: MIT
#pragma once
#include "Stream.h"

#define SERIAL_8N1 0x800001c

// A UART. Serial is the USB cable; the other ports lead nowhere.
class HardwareSerial : public Stream {
 public:
  explicit HardwareSerial(int number) : number_(number) {}
  void begin(unsigned long, uint32_t = SERIAL_8N1, int8_t = -1, int8_t = -1, bool = false,
             unsigned long = 20000UL) {}
  void end(bool = true) {}
  void updateBaudRate(unsigned long) {}
  void setDebugOutput(bool) {}
  size_t setRxBufferSize(size_t size) { return size; }
  size_t setTxBufferSize(size_t size) { return size; }
  int available() override;
  int read() override;
  int peek() override;
  size_t read(uint8_t *into, size_t size);
  int availableForWrite() override { return 128; }
  using Print::write;
  size_t write(uint8_t byte) override { return write(&byte, 1); }
  size_t write(const uint8_t *bytes, size_t size) override;
  operator bool() const { return true; }

 private:
  int number_;
};

extern HardwareSerial Serial;
extern HardwareSerial Serial1;
extern HardwareSerial Serial2;
