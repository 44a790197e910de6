# SPDX-License-Identifier: MIT
# The modules select of the ESP32 port, for sockets, the serial line and objects with ioctl.
from uselect import POLLIN, POLLOUT, POLLERR, POLLHUP
import _host
import _sys

_ALWAYS = POLLERR | POLLHUP
_POLL = 3  # MP_STREAM_POLL
_LOOK_US = 5000


def _ready(obj, events):
    if obj is _sys.stdin:
        return events & POLLIN if _host.serial_any() else 0
    if obj is _sys.stdout or obj is _sys.stderr:
        return events & POLLOUT
    try:
        return obj.ioctl(_POLL, events) & (events | _ALWAYS | 32)
    except AttributeError:
        raise OSError(22)


class poll:
    def __init__(self):
        self._objects = {}

    def register(self, obj, eventmask=POLLIN | POLLOUT):
        self._objects[id(obj)] = [obj, eventmask]

    def unregister(self, obj):
        self._objects.pop(id(obj), None)

    def modify(self, obj, eventmask):
        if id(obj) not in self._objects:
            raise OSError(2)
        self._objects[id(obj)][1] = eventmask

    def _now(self, flags):
        found = []
        for entry in self._objects.values():
            ready = _ready(entry[0], entry[1])
            if ready:
                found.append((entry[0], ready))
                if flags & 1:
                    entry[1] = 0
        return found

    def poll(self, timeout=-1, flags=0):
        end = None if timeout is None or timeout < 0 else timeout * 1000
        waited = 0
        start = _host.ticks_us()
        while True:
            found = self._now(flags)
            if found:
                return found
            step = _LOOK_US
            if end is not None:
                waited = _utime.ticks_diff(_host.ticks_us(), start)
                if waited >= end:
                    return found
                step = min(step, end - waited)
            _host.sleep(0, step)

    def ipoll(self, timeout=-1, flags=0):
        return iter(self.poll(timeout, flags))


def select(rlist, wlist, xlist, timeout=None):
    poller = poll()
    for obj in rlist:
        poller.register(obj, POLLIN)
    for obj in wlist:
        mask = POLLOUT
        if obj in rlist:
            mask |= POLLIN
        poller.register(obj, mask)
    found = poller.poll(-1 if timeout is None else int(timeout * 1000))
    return (
        [obj for obj, ready in found if ready & (POLLIN | POLLHUP) and obj in rlist],
        [obj for obj, ready in found if ready & POLLOUT and obj in wlist],
        [],
    )


import utime as _utime
