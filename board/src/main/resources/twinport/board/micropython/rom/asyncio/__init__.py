# SPDX-License-Identifier: MIT
# asyncio of the ESP32 port: the loop runs on the board's own clock and waits without computing.
from .core import *
from .core import _exc_context

__version__ = (3, 0, 0)

_LATER = {
    "Event": "event",
    "ThreadSafeFlag": "event",
    "Lock": "lock",
    "gather": "funcs",
    "wait_for": "funcs",
    "wait_for_ms": "funcs",
    "open_connection": "stream",
    "start_server": "stream",
    "Stream": "stream",
    "StreamReader": "stream",
    "StreamWriter": "stream",
}


def __getattr__(name):
    where = _LATER.get(name)
    if where is None:
        raise AttributeError("module 'asyncio' has no attribute '%s'" % name)
    module = __import__("asyncio." + where, None, None, True)
    found = getattr(module, name)
    globals()[name] = found
    return found
