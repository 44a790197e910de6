# SPDX-License-Identifier: MIT
# A chain of WS2812 lights, with the interface of MicroPython's neopixel. The host takes the bytes
# that a real board would send as pulses.
import _host
from uctypes import addressof as _addressof


class NeoPixel:
    ORDER = (1, 0, 2, 3)  # the light's green comes first on the wire

    def __init__(self, pin, n, bpp=3, timing=1):
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        self.timing = timing
        pin.init(pin.OUT)

    def __len__(self):
        return self.n

    def _at(self, index):
        if index < 0:
            index += self.n
        if not 0 <= index < self.n:
            raise IndexError("bytearray index out of range")
        return index * self.bpp

    def __setitem__(self, index, colour):
        at = self._at(index)
        for i in range(self.bpp):
            self.buf[at + self.ORDER[i]] = colour[i]

    def __getitem__(self, index):
        at = self._at(index)
        return tuple(self.buf[at + self.ORDER[i]] for i in range(self.bpp))

    def fill(self, colour):
        for i in range(self.n):
            self[i] = colour

    def write(self):
        _host.pixels(self.pin._id, _addressof(self.buf), len(self.buf), self.bpp)
