# SPDX-License-Identifier: MIT
# Makes the machine look like an ESP32 to the firmware that follows. Runs once, before boot.py.
# The machine's own frozen modules are not on the path: an ESP32 has none of them.
import sys

sys.path[:] = ["", "/lib", "/.rom"]

import time
import _gc
import _irq
import _sys
import _micropython
import hashlib
import os
import select

_gc.threshold(48 * 1024)
for _name, _module in (
    ("utime", time),
    ("gc", _gc),
    ("ugc", _gc),
    ("sys", _sys),
    ("usys", _sys),
    ("micropython", _micropython),
    ("uos", os),
    ("uhashlib", hashlib),
    ("uselect", select),
):
    sys.modules[_name] = _module

import builtins


def _input(prompt=""):
    # A line from the serial line, with echo. Terminals end it with a carriage return.
    print(prompt, end="")
    line = ""
    while True:
        key = sys.stdin.read(1)
        if key in ("\r", "\n"):
            print()
            return line
        if key in ("\b", "\x7f"):
            if line:
                line = line[:-1]
                print("\b \b", end="")
        else:
            line += key
            print(key, end="")


builtins.input = _input
