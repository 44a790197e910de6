# SPDX-License-Identifier: MIT
# Which function belongs to which interrupt. The host calls _run at safe points: in a wait, and at
# each call of a pin, a socket, the clock or the serial line; never while another handler runs.
import _host
import sys

PIN = 1  # a pin's key is this plus its number
TIMER = 100
SCHEDULED = 0
_DEPTH = 8  # MICROPY_SCHEDULER_DEPTH of the ESP32 port

_handlers = {}
_scheduled = []


def attach(key, function, argument):
    if function is None:
        _handlers.pop(key, None)
    else:
        _handlers[key] = (function, argument)


def schedule(function, argument):
    if len(_scheduled) >= _DEPTH:
        raise RuntimeError("schedule queue full")
    _scheduled.append((function, argument))
    _host.irq_raise(SCHEDULED)


def _run(key):
    if key == SCHEDULED:
        calls = _scheduled[:]
        _scheduled.clear()
    else:
        calls = (_handlers.get(key),)
    for call in calls:
        if call:
            try:
                call[0](call[1])
            except Exception as e:
                sys.print_exception(e)


_host.irq_handler(_run)
