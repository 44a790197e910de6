# SPDX-License-Identifier: MIT
# Makes the machine look like an ESP32 to the firmware that follows. Runs once, before boot.py.
import sys

sys.path[:] = ["", "/lib", "/.rom", ".frozen"]

import time

sys.modules["utime"] = time

import _gc

_gc.threshold(48 * 1024)
sys.modules["gc"] = _gc
sys.modules["ugc"] = _gc

import _sys

sys.modules["sys"] = _sys
sys.modules["usys"] = _sys

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
