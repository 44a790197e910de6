# SPDX-License-Identifier: MIT
# Thermometers of the DS18x20 family on a 1-Wire bus, with the interface of MicroPython's ds18x20.
import onewire

_CONVERT = 0x44
_READ = 0xBE
_WRITE = 0x4E
_OLD_FAMILY = 0x10
_FAMILIES = (0x10, 0x22, 0x28)


class DS18X20:
    def __init__(self, ow):
        self.ow = ow
        self.buf = bytearray(9)

    def scan(self):
        return [rom for rom in self.ow.scan() if rom[0] in _FAMILIES]

    def convert_temp(self):
        self.ow.reset(True)
        self.ow.writebyte(self.ow.SKIP_ROM)
        self.ow.writebyte(_CONVERT)

    def read_scratch(self, rom):
        self.ow.reset(True)
        self.ow.select_rom(rom)
        self.ow.writebyte(_READ)
        self.ow.readinto(self.buf)
        if self.ow.crc8(self.buf):
            raise Exception("CRC error")
        return self.buf

    def write_scratch(self, rom, buf):
        self.ow.reset(True)
        self.ow.select_rom(rom)
        self.ow.writebyte(_WRITE)
        self.ow.write(buf)

    def read_temp(self, rom):
        data = self.read_scratch(rom)
        raw = data[0] | data[1] << 8
        if raw & 0x8000:
            raw -= 0x10000
        if rom[0] == _OLD_FAMILY:
            if not data[7]:
                return None
            return (raw >> 1) - 0.25 + (data[7] - data[6]) / data[7]
        return raw / 16
