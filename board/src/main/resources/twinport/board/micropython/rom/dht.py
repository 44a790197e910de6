# SPDX-License-Identifier: MIT
# The module dht of the ESP32 port. There the 40 bits on the wire are read by C code; here the
# sensor's model gives the same five bytes, and they are checked as there.
import _host

_ETIMEDOUT = 116


class DHTBase:
    def __init__(self, pin):
        self.pin = pin
        self.buf = bytearray(5)

    def measure(self):
        frame = _host.dht_frame(self.pin._id)
        if not frame:
            raise OSError(_ETIMEDOUT)
        for i in range(5):
            self.buf[i] = int(frame[2 * i : 2 * i + 2], 16)
        if (self.buf[0] + self.buf[1] + self.buf[2] + self.buf[3]) & 0xFF != self.buf[4]:
            raise Exception("checksum error")


class DHT11(DHTBase):
    def humidity(self):
        return self.buf[0]

    def temperature(self):
        return self.buf[2]


class DHT22(DHTBase):
    def humidity(self):
        return (self.buf[0] << 8 | self.buf[1]) * 0.1

    def temperature(self):
        value = ((self.buf[2] & 0x7F) << 8 | self.buf[3]) * 0.1
        return -value if self.buf[2] & 0x80 else value
