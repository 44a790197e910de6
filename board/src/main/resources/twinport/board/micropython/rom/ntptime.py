# SPDX-License-Identifier: MIT
# The module ntptime: asks the network's time server and sets the board's clock.
import _host
import machine
from time import gmtime

host = "pool.ntp.org"
timeout = 1


def time():
    seconds = _host.time_ask()
    if seconds < 0:
        raise OSError(-seconds)
    return seconds


def settime():
    year, month, day, hour, minute, second, weekday, _ = gmtime(time())
    machine.RTC().datetime((year, month, day, weekday + 1, hour, minute, second, 0))
