// SPDX-License-Identifier: MIT
#pragma once
#include <stddef.h>
#include <stdint.h>

// The chip as firmware asks for it. Sizes are those of the virtual board.
class EspClass {
 public:
  [[noreturn]] void restart();
  uint32_t getHeapSize();
  uint32_t getFreeHeap();
  uint32_t getMinFreeHeap() { return getFreeHeap(); }
  uint32_t getMaxAllocHeap() { return getFreeHeap(); }
  uint32_t getPsramSize() { return 0; }
  uint32_t getFreePsram() { return 0; }
  uint64_t getEfuseMac();
  const char *getChipModel() { return "ESP32-D0WDQ6"; }
  uint8_t getChipRevision() { return 1; }
  uint8_t getChipCores() { return 2; }
  uint32_t getCpuFreqMHz() { return 240; }
  uint32_t getCycleCount();
  const char *getSdkVersion() { return "twinport"; }
  uint32_t getFlashChipSize() { return 4u << 20; }
  uint32_t getFlashChipSpeed() { return 80000000; }
  uint32_t getSketchSize() { return 0; }
  uint32_t getFreeSketchSpace() { return 1310720; }
};

extern EspClass ESP;
