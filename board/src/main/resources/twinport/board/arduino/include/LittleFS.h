// SPDX-License-Identifier: MIT
#pragma once
#include "FS.h"

extern fs::FlashFS LittleFS;
