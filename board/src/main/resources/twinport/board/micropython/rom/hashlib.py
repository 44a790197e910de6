# SPDX-License-Identifier: MIT
# The module hashlib of the ESP32 port: sha256 of the machine, sha1 and md5 of the host.
from uhashlib import sha256
from uctypes import addressof as _addressof
import _host


class _Hash:
    def __init__(self, data=b""):
        self._data = bytearray(data)

    def update(self, data):
        self._data.extend(data)

    def digest(self):
        figures = _host.digest(self._NAME, _addressof(self._data), len(self._data))
        return bytes(int(figures[i : i + 2], 16) for i in range(0, len(figures), 2))


class sha1(_Hash):
    _NAME = "SHA-1"


class md5(_Hash):
    _NAME = "MD5"
