// SPDX-License-Identifier: MIT
#pragma once
#include "../pgmspace.h"
