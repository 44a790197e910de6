# SPDX-License-Identifier: MIT
# The parts of the module machine with voltages in them.
import _host
from machine import Pin

_ADC_PINS = (36, 37, 38, 39, 32, 33, 34, 35, 4, 0, 2, 15, 13, 12, 14, 27, 25, 26)
_TOUCH_PINS = (4, 0, 2, 15, 13, 12, 14, 27, 33, 32)


def _number(pin):
    return pin._id if isinstance(pin, Pin) else Pin(pin)._id


class ADC:
    ATTN_0DB = 0
    ATTN_2_5DB = 1
    ATTN_6DB = 2
    ATTN_11DB = 3
    WIDTH_9BIT = 9
    WIDTH_10BIT = 10
    WIDTH_11BIT = 11
    WIDTH_12BIT = 12

    # The voltage that reads as full scale, in millivolts: the reference of 1100 behind each
    # attenuation, and the supply at most.
    _FULL = (1100, 1467, 2195, 3300)

    def __init__(self, pin, *, atten=ATTN_0DB):
        self._pin = _number(pin)
        if self._pin not in _ADC_PINS:
            raise ValueError("invalid pin")
        self._bits = 12
        self.atten(atten)

    def init(self, *, atten=ATTN_0DB):
        self.atten(atten)

    def atten(self, value):
        if value not in (0, 1, 2, 3):
            raise ValueError("invalid atten")
        self._atten = value

    def width(self, bits):
        if bits not in (9, 10, 11, 12):
            raise ValueError("invalid bits")
        self._bits = bits

    def _millivolts(self):
        return min(_host.pin_millivolts(self._pin), self._FULL[self._atten])

    def read(self):
        full = (1 << self._bits) - 1
        return self._millivolts() * full // self._FULL[self._atten]

    def read_u16(self):
        bits = self._bits
        value = self.read()
        return value << (16 - bits) | value >> (2 * bits - 16)

    def read_uv(self):
        return self._millivolts() * 1000

    def deinit(self):
        pass


class PWM:
    _channels = 0

    def __init__(self, dest, *args, **settings):
        self._pin = _number(dest)
        if self._pin >= 34:
            raise ValueError("pin can only be input")
        self._hertz = 5000
        self._duty = 32768
        self.init(*args, **settings)

    def init(self, freq=None, duty=None, duty_u16=None, duty_ns=None, invert=None):
        if freq is not None:
            self._check(freq)
            self._hertz = freq
        if duty is not None:
            self._duty = self._scaled(duty, 1023)
        elif duty_u16 is not None:
            self._duty = self._scaled(duty_u16, 65535)
        elif duty_ns is not None:
            self._duty = self._from_ns(duty_ns)
        self._drive()

    def _check(self, hertz):
        if not 0 < hertz <= 40000000:
            raise ValueError("frequency must be from 1Hz to 40MHz")

    def _scaled(self, value, full):
        if not 0 <= value <= full:
            raise ValueError("duty must be between 0 and %d" % full)
        return (int(value) * 65536 + full // 2) // full if value == full else int(value * 65536 / (full + 1))

    def _from_ns(self, ns):
        return min(65536, max(0, ns * self._hertz * 65536 // 1000000000))

    def _drive(self):
        _host.pwm(self._pin, self._hertz, self._duty / 65536)

    def freq(self, hertz=None):
        if hertz is None:
            return self._hertz
        self._check(hertz)
        self._hertz = hertz
        self._drive()

    def duty(self, value=None):
        if value is None:
            return min(1023, self._duty >> 6)
        self._duty = self._scaled(value, 1023)
        self._drive()

    def duty_u16(self, value=None):
        if value is None:
            return min(65535, self._duty)
        self._duty = self._scaled(value, 65535)
        self._drive()

    def duty_ns(self, value=None):
        if value is None:
            return self._duty * 1000000000 // (self._hertz * 65536)
        self._duty = self._from_ns(value)
        self._drive()

    def deinit(self):
        _host.pwm_off(self._pin)

    def __repr__(self):
        return "PWM(Pin(%d), freq=%d, duty_u16=%d)" % (self._pin, self._hertz, self.duty_u16())


class DAC:
    def __init__(self, pin):
        self._pin = _number(pin)
        if self._pin not in (25, 26):
            raise ValueError("invalid pin")

    def write(self, value):
        if not 0 <= value <= 255:
            raise ValueError("value out of range")
        _host.pwm(self._pin, 0, value / 255)  # a voltage: a share of the supply


class TouchPad:
    # Nothing touches a pad of this board: it reads what an idle pad of the chip reads.
    def __init__(self, pin):
        self._pin = _number(pin)
        if self._pin not in _TOUCH_PINS:
            raise ValueError("invalid pin for touchpad")

    def config(self, threshold):
        pass

    def read(self):
        return 1000
