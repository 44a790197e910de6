# SPDX-License-Identifier: MIT
# The parts of the module machine with time in them.
import _host
import _irq
import time as _time


class Timer:
    ONE_SHOT = 0
    PERIODIC = 1
    _made = {}
    _virtual = 0
    _HARDWARE = 4

    def __new__(cls, id, *args, **settings):
        if id == -1:
            cls._virtual += 1
            key = _irq.TIMER + cls._HARDWARE + cls._virtual
        elif 0 <= id < cls._HARDWARE:
            key = _irq.TIMER + id
        else:
            raise ValueError("invalid Timer number, max %d" % cls._HARDWARE)
        made = cls._made.get(key)
        if made is None:
            made = object.__new__(cls)
            made._id = id
            made._key = key
            made._period = 0
            made._mode = cls.PERIODIC
            made._since = 0
            if id >= 0:
                cls._made[key] = made
        return made

    def __init__(self, id, *args, **settings):
        if args or settings:
            self.init(*args, **settings)

    def init(
        self, *, mode=PERIODIC, callback=None, period=0xFFFFFFFF, tick_hz=1000, freq=None, hard=False
    ):
        if hard:
            raise ValueError("hard Timers are not implemented")
        micros = int(1000000 / freq) if freq is not None else period * 1000000 // tick_hz
        self._period = micros // 1000
        self._mode = mode
        self._since = _time.ticks_ms()
        _irq.attach(self._key, callback, self)
        _host.timer(self._key, min(micros, 0x3FFFFFFF), 1 if mode else 0)

    def deinit(self):
        _host.timer(self._key, 0, 0)
        _irq.attach(self._key, None, None)

    def value(self):
        elapsed = _time.ticks_diff(_time.ticks_ms(), self._since)
        return elapsed % self._period if self._period and self._mode else elapsed

    def __repr__(self):
        mode = "PERIODIC" if self._mode else "ONE_SHOT"
        return "Timer(%d, mode=%s, period=%d)" % (self._id, mode, self._period)


class RTC:
    _MEMORY = 2048

    def __init__(self, id=0):
        pass

    def init(self, moment=None):
        if moment is not None:
            self.datetime(moment)

    def datetime(self, moment=None):
        # year, month, day, weekday, hours, minutes, seconds, microseconds
        if moment is None:
            nanos = _time.time_ns()
            now = _time.gmtime(nanos // 1000000000)
            micros = nanos % 1000000000 // 1000
            return (now[0], now[1], now[2], now[6], now[3], now[4], now[5], micros)
        seconds = _time.mktime((moment[0], moment[1], moment[2], moment[4], moment[5], moment[6], 0, 0))
        _host.set_time(seconds, moment[7] if len(moment) > 7 else 0)

    def memory(self, data=None):
        from uctypes import addressof

        if data is None:
            buffer = bytearray(self._MEMORY)
            count = _host.rtc_read(addressof(buffer), len(buffer))
            return bytes(memoryview(buffer)[:count])
        data = data.encode() if isinstance(data, str) else bytes(data)
        if len(data) > self._MEMORY:
            raise ValueError("buffer too long")
        _host.rtc_write(addressof(data), len(data))


class WDT:
    def __init__(self, id=0, timeout=5000):
        if id != 0:
            raise ValueError("WDT(%d) doesn't exist" % id)
        if timeout <= 0:
            raise ValueError("WDT timeout too short")
        _host.watchdog(timeout)

    def feed(self):
        _host.watchdog(0)
