# SPDX-License-Identifier: MIT
# The module os of the ESP32 port, over the flash of the board.
from uos import *
import uos as _os
import _host
from ucollections import namedtuple as _tuple

_Uname = _tuple("uname", ("sysname", "nodename", "release", "version", "machine"))


def uname():
    return _Uname(
        "esp32", "esp32", "1.27.0", "v1.27.0 on 2025-12-10", "Generic ESP32 module with ESP32"
    )


def ilistdir(path="."):
    for entry in _os.ilistdir(path):
        name, kind = entry[0], entry[1]
        size = 0 if kind == 0x4000 else _os.stat("%s/%s" % (path, name))[6]
        yield (name, kind, 0, size)


def urandom(count):
    data = bytearray(count)
    _host.random(_addressof(data), count)
    return bytes(data)


def sync():
    pass


def dupterm(stream, index=0):
    return None


from uctypes import addressof as _addressof
