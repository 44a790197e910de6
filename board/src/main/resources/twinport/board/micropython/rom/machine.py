# SPDX-License-Identifier: MIT
# The module machine of the ESP32 port, as far as this board has the hardware.
import _host
import time as _time
from uctypes import addressof as _addressof

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5

_frequency = 160000000


class Pin:
    IN = 1
    OUT = 3
    OPEN_DRAIN = 7
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if not isinstance(id, int) or not _host.pin_exists(id):
            raise ValueError("invalid pin")
        self._id = id
        self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if value is not None:
            self.value(value)
        if mode is not None and mode >= 0:
            if mode & 2 and self._id >= 34:
                raise ValueError("pin can only be input")
            _host.pin_mode(self._id, mode, -1 if pull is None else pull)

    def value(self, level=None):
        if level is None:
            return _host.pin_get(self._id)
        _host.pin_set(self._id, 1 if level else 0)

    __call__ = value

    def on(self):
        _host.pin_set(self._id, 1)

    def off(self):
        _host.pin_set(self._id, 0)

    def toggle(self):
        _host.pin_set(self._id, 0 if _host.pin_get(self._id) else 1)

    def __repr__(self):
        return "Pin(%d)" % self._id


class Signal:
    def __init__(self, pin, *args, invert=False, **kwargs):
        self._pin = pin if isinstance(pin, Pin) else Pin(pin, *args, **kwargs)
        self._invert = invert

    def value(self, level=None):
        if level is None:
            return self._pin.value() ^ self._invert
        self._pin.value(bool(level) ^ self._invert)

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)


def reset():
    _host.reset()


def soft_reset():
    _host.reset()


def reset_cause():
    return _host.reset_cause()


def unique_id():
    mac = _host.mac()
    return bytes(int(mac[i : i + 2], 16) for i in range(0, 12, 2))


def freq(hz=None):
    global _frequency
    if hz is None:
        return _frequency
    if hz not in (20000000, 40000000, 80000000, 160000000, 240000000):
        raise ValueError("frequency must be 20MHz, 40MHz, 80Mhz, 160MHz or 240MHz")
    _frequency = hz


def idle():
    _time.sleep_ms(1)


def lightsleep(time_ms=0):
    _time.sleep_ms(time_ms)


def deepsleep(time_ms=None):
    _host.sleep_deep(-1 if time_ms is None else int(time_ms))


class RTC:
    # The board's clock, and the memory that outlives deep sleep.
    def __init__(self, id=0):
        pass

    def datetime(self, moment=None):
        if moment is None:
            year, month, day, hour, minute, second, weekday, _ = _time.gmtime()
            micros = _time.time_ns() // 1000 % 1000000
            return (year, month, day, weekday, hour, minute, second, micros)
        year, month, day, _, hour, minute, second, _ = moment
        _host.time_set(_time.mktime((year, month, day, hour, minute, second, 0, 0)))

    def init(self, moment):
        self.datetime(moment)

    def memory(self, data=None):
        if data is None:
            return bytes.fromhex(_host.rtc_read())
        data = memoryview(data.encode() if isinstance(data, str) else data)
        if len(data) > 2048:
            raise ValueError("buffer too long")
        _host.rtc_write(_addressof(data) if len(data) else 0, len(data))


def disable_irq():
    return 0


def enable_irq(state):
    pass
