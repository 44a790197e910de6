// SPDX-License-Identifier: MIT
#pragma once
#include <LittleFS.h>

inline int port() {
  LittleFS.begin();
  return LittleFS.open("/port.txt").readString().toInt();
}
