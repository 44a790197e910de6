# SPDX-License-Identifier: MIT
# The module sys of an ESP32.
from sys import *

platform = "esp32"
