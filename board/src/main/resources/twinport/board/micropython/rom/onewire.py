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
        return _host.wire_read_bit(self.pin._id)

    def writebit(self, value):
        _host.wire_write_bit(self.pin._id, 1 if value else 0)

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
        # The search of the data sheet: at each bit all devices that still take part send it and its
        # complement; where they differ, one branch now and the other in a later turn.
        found = []
        branch = 64
        rom = bytearray(8)
        while branch >= 0:
            if not self.reset():
                break
            rom, branch = self._search(bytearray(rom), branch)
            if rom is None:
                break
            found.append(rom)
        return found

    def _search(self, rom, branch):
        self.writebyte(self.SEARCH_ROM)
        last = -1
        for bit in range(64):
            one, zero = self.readbit(), self.readbit()
            if one and zero:
                return None, -1  # nobody answers
            before = rom[bit >> 3] >> (bit & 7) & 1
            if one or zero:
                chosen = one
            elif bit == branch:
                chosen = 1
            else:
                chosen = before if bit < branch and branch < 64 else 0
            if not one and not zero and not chosen:
                last = bit
            if chosen:
                rom[bit >> 3] |= 1 << (bit & 7)
            else:
                rom[bit >> 3] &= ~(1 << (bit & 7)) & 0xFF
            self.writebit(chosen)
        return rom, last

    def crc8(self, data):
        # The polynomial x^8 + x^5 + x^4 + 1, lowest bit first.
        crc = 0
        for value in data:
            for _ in range(8):
                mixed = (crc ^ value) & 1
                crc = crc >> 1 ^ (0x8C if mixed else 0)
                value >>= 1
        return crc
