# SPDX-License-Identifier: MIT
# Maxim's 1-Wire bus (data sheet of the DS18B20, "1-Wire bus system"), with the interface of
# MicroPython's onewire. The slots in time are the host's part; commands and searches are done here.
import _host


class OneWireError(Exception):
    pass


class OneWire:
    SEARCH_ROM = 0xF0
    MATCH_ROM = 0x55
    SKIP_ROM = 0xCC

    def __init__(self, pin):
        self.pin = pin
        self.pin.init(pin.OPEN_DRAIN, pin.PULL_UP)

    def reset(self, required=False):
        present = bool(_host.wire_reset(self.pin._id))
        if required and not present:
            raise OneWireError
        return present

    def readbit(self):
        return _host.wire_bit(self.pin._id, 1)

    def writebit(self, value):
        _host.wire_bit(self.pin._id, 1 if value else 0)

    def readbyte(self):
        return _host.wire_read(self.pin._id)

    def writebyte(self, value):
        _host.wire_write(self.pin._id, value)

    def readinto(self, buf):
        for i in range(len(buf)):
            buf[i] = self.readbyte()

    def write(self, buf):
        for value in buf:
            self.writebyte(value)

    def select_rom(self, rom):
        self.reset()
        self.writebyte(self.MATCH_ROM)
        self.write(rom)

    def scan(self):
        return [
            bytearray(int(figures[i : i + 2], 16) for i in range(0, 16, 2))
            for figures in _host.wire_scan(self.pin._id).split()
        ]

    def crc8(self, data):
        # The polynomial x^8 + x^5 + x^4 + 1, lowest bit first.
        crc = 0
        for value in data:
            for _ in range(8):
                mixed = (crc ^ value) & 1
                crc = crc >> 1 ^ (0x8C if mixed else 0)
                value >>= 1
        return crc
