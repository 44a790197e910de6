# SPDX-License-Identifier: MIT
# The module esp32 of the ESP32 port: settings that last, the temperature of the chip, what wakes it.
import _host
from uctypes import addressof as _addressof

HEAP_DATA = 4
HEAP_EXEC = 1
WAKEUP_ALL_LOW = False
WAKEUP_ANY_HIGH = True

_NOT_FOUND = -4354  # ESP_ERR_NVS_NOT_FOUND


class NVS:
    def __init__(self, namespace):
        if len(namespace) > 15:
            raise OSError(-4361, "ESP_ERR_NVS_KEY_TOO_LONG")
        self._name = namespace

    def _read(self, kind, key):
        buffer = bytearray(_host.nvs_size(self._name, kind + key))
        if not buffer:
            raise OSError(_NOT_FOUND, "ESP_ERR_NVS_NOT_FOUND")
        _host.nvs_read(self._name, kind + key, _addressof(buffer), len(buffer))
        return memoryview(buffer)[1:]  # the first byte tells an empty value from none

    def _write(self, kind, key, data):
        if len(key) > 15:
            raise OSError(-4361, "ESP_ERR_NVS_KEY_TOO_LONG")
        data = b"." + bytes(data)
        if _host.nvs_write(self._name, kind + key, _addressof(data), len(data)):
            raise OSError(-4357, "ESP_ERR_NVS_NOT_ENOUGH_SPACE")

    def set_i32(self, key, value):
        self._write("i_", key, value.to_bytes(4, "little", True))

    def get_i32(self, key):
        value = int.from_bytes(self._read("i_", key), "little")
        return value - (1 << 32) if value >> 31 else value

    def set_str(self, key, value):
        self._write("s_", key, value.encode())

    def get_str(self, key):
        return bytes(self._read("s_", key)).decode()

    def set_blob(self, key, value):
        self._write("b_", key, value.encode() if isinstance(value, str) else value)

    def get_blob(self, key, buffer):
        data = self._read("b_", key)
        if len(data) > len(buffer):
            raise OSError(-4364, "ESP_ERR_NVS_INVALID_LENGTH")
        buffer[: len(data)] = data
        return len(data)

    def erase_key(self, key):
        erased = [_host.nvs_erase(self._name, kind + key) for kind in ("i_", "s_", "b_")]
        if not any(erased):
            raise OSError(_NOT_FOUND, "ESP_ERR_NVS_NOT_FOUND")

    def commit(self):
        pass


def raw_temperature():
    # In degrees Fahrenheit: a chip that idles in the climate of its sensor.
    return int(_host.chip_celsius() * 9 / 5 + 32)


def idf_heap_info(capabilities):
    import gc

    free = gc.mem_free()
    return [(free + gc.mem_alloc(), free, free, free)]


def wake_on_touch(wake):
    _unsupported()


def wake_on_ext0(pin, level):
    _unsupported()


def wake_on_ext1(pins, level):
    _unsupported()


def wake_on_ulp(wake):
    _unsupported()


def gpio_deep_sleep_hold(enable):
    pass


def _unsupported():
    _host.note("this board wakes from deep sleep by its timer only")
