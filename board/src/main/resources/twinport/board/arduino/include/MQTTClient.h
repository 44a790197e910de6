// SPDX-License-Identifier: MIT
#pragma once
#include "MQTT.h"
