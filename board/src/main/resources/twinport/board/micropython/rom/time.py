# SPDX-License-Identifier: MIT
# The module time of the ESP32 port: the epoch is 2000-01-01, and waiting costs no computing.
from utime import ticks_add, ticks_diff
import utime as _utime
import _host

_EPOCH = 946684800  # 2000-01-01 in the machine's own time, which counts from 1970

ticks_ms = _host.ticks_ms
ticks_us = _host.ticks_us
ticks_cpu = _host.ticks_us
time = _host.time
_sleep = _host.sleep


def sleep(seconds):
    whole = int(seconds)
    # True after Ctrl-C, which is raised at the next jump backwards: here.
    while _sleep(whole, int((seconds - whole) * 1000000)):
        pass


def sleep_ms(ms):
    ms = int(ms)
    while _sleep(ms // 1000, ms % 1000 * 1000):
        pass


def sleep_us(us):
    us = int(us)
    while _sleep(us // 1000000, us % 1000000):
        pass


def time_ns():
    return int(_host.time_ns())


def gmtime(seconds=None):
    return _utime.gmtime((time() if seconds is None else seconds) + _EPOCH)


localtime = gmtime


def mktime(moment):
    return int(_utime.mktime(moment)) - _EPOCH
