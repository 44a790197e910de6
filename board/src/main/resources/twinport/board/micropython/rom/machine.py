# SPDX-License-Identifier: MIT
# The module machine of the ESP32 port. Its larger parts are loaded when they are first used.
import _host
import _irq
import time as _time

PWRON_RESET = 1
HARD_RESET = 2
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = 5
PIN_WAKE = 2
EXT0_WAKE = 2
EXT1_WAKE = 3
TIMER_WAKE = 4
TOUCHPAD_WAKE = 5
ULP_WAKE = 6
SLEEP = 2
DEEPSLEEP = 4

_LATER = {
    "ADC": "_analog",
    "ADCBlock": None,
    "DAC": "_analog",
    "I2C": "_buses",
    "PWM": "_analog",
    "RTC": "_timing",
    "SPI": "_buses",
    "SoftI2C": "_buses",
    "SoftSPI": "_buses",
    "Timer": "_timing",
    "TouchPad": "_analog",
    "UART": "_buses",
    "WDT": "_timing",
}

__all__ = (
    "Pin Signal ADC DAC I2C PWM RTC SPI SoftI2C SoftSPI Timer TouchPad UART WDT reset soft_reset "
    "reset_cause wake_reason unique_id freq idle sleep lightsleep deepsleep disable_irq enable_irq "
    "time_pulse_us bitstream PWRON_RESET HARD_RESET WDT_RESET DEEPSLEEP_RESET SOFT_RESET PIN_WAKE "
    "EXT0_WAKE EXT1_WAKE TIMER_WAKE TOUCHPAD_WAKE ULP_WAKE SLEEP DEEPSLEEP"
).split()

_frequency = 160000000


def __getattr__(name):
    where = _LATER.get(name)
    if where is None:
        raise AttributeError("module 'machine' has no attribute '%s'" % name)
    found = getattr(__import__(where), name)
    globals()[name] = found
    return found


class Pin:
    IN = 1
    OUT = 3
    OPEN_DRAIN = 7
    PULL_DOWN = 1
    PULL_UP = 2
    IRQ_RISING = 1
    IRQ_FALLING = 2
    WAKE_LOW = 4
    WAKE_HIGH = 5
    DRIVE_0 = 0
    DRIVE_1 = 1
    DRIVE_2 = 2
    DRIVE_3 = 3
    _made = {}

    def __new__(cls, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        if isinstance(id, Pin):
            return id
        if not isinstance(id, int) or id in _ABSENT or not _host.pin_exists(id):
            raise ValueError("invalid pin")
        if id not in cls._made:
            made = object.__new__(cls)
            made._id = id
            made._irq = None
            cls._made[id] = made
        return cls._made[id]

    def __init__(self, id, mode=-1, pull=-1, *, value=None, drive=None, hold=None):
        self.init(mode, pull, value=value, drive=drive, hold=hold)

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

    def irq(self, handler=None, trigger=3, wake=None, hard=False):
        if hard:
            raise ValueError("hard IRQs are not implemented")
        if trigger not in (1, 2, 3):
            raise ValueError("this board has interrupts of edges only")
        if self._irq is None:
            self._irq = _PinIrq(self._id)
        self._irq._set(handler, trigger, self)
        return self._irq

    def __repr__(self):
        return "Pin(%d)" % self._id


_ABSENT = (20, 24, 28, 29, 30, 31)  # numbers that the ESP32 has no pad for


class _PinIrq:
    def __init__(self, number):
        self._number = number
        self._trigger = 0
        self._handler = None
        self._pin = None

    def _set(self, handler, trigger, pin):
        self._handler = handler
        self._pin = pin
        self._trigger = trigger
        _irq.attach(_irq.PIN + self._number, handler, pin)
        _host.irq_pin(self._number, trigger if handler else 0)

    def __call__(self):
        if self._handler:
            self._handler(self._pin)

    def trigger(self, trigger=None):
        before = self._trigger
        if trigger is not None:
            self._set(self._handler, trigger, self._pin)
        return before


class Signal:
    def __init__(self, pin, *args, invert=False, **kwargs):
        self._pin = pin if hasattr(pin, "value") else Pin(pin, *args, **kwargs)
        self._invert = bool(invert)

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
    _host.reset(HARD_RESET)


def soft_reset():
    _host.reset(SOFT_RESET)


def reset_cause():
    return _host.reset_cause()


def wake_reason():
    return TIMER_WAKE if reset_cause() == DEEPSLEEP_RESET else 0


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


def lightsleep(time_ms=None):
    if time_ms is None:
        while True:
            _time.sleep(3600)
    _time.sleep_ms(time_ms)


sleep = lightsleep


def deepsleep(time_ms=None):
    _host.deep_sleep(-1 if time_ms is None else int(time_ms))


def disable_irq():
    return _host.irq_mask(1)


def enable_irq(state=0):
    _host.irq_mask(1 if state else 0)


def time_pulse_us(pin, pulse_level, timeout_us=1000000):
    # -2: the pulse did not begin in time; -1: it did not end in time.
    for level, late in ((pulse_level, -2), (not pulse_level, -1)):
        start = _time.ticks_us()
        while pin.value() != (1 if level else 0):
            if _time.ticks_diff(_time.ticks_us(), start) >= timeout_us:
                return late
    return _time.ticks_diff(_time.ticks_us(), start)


def bitstream(pin, encoding, timing, buf):
    # The one encoding there is; the lights on the pin take the bytes.
    from uctypes import addressof

    data = bytes(buf)
    _host.pixels(pin._id, addressof(data), len(data), 3)
