# SPDX-License-Identifier: MIT
# The module sys of an ESP32.
from sys import *
import sys as _sys
from ucollections import namedtuple as _tuple

platform = "esp32"
path = _sys.path
implementation = _tuple("implementation", ("name", "version", "_machine", "_mpy", "_build"))(
    "micropython",
    _sys.implementation.version,
    "Generic ESP32 module with ESP32",
    _sys.implementation._mpy,
    "ESP32_GENERIC",
)
