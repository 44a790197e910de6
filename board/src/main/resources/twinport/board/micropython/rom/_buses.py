# SPDX-License-Identifier: MIT
# The buses of the module machine. The parts of the bench answer on them.
import _host
from machine import Pin
from uctypes import addressof as _addressof

_ENODEV = 19


def _number(pin):
    return pin._id if isinstance(pin, Pin) else Pin(pin)._id


def _bytes(data):
    return data.encode() if isinstance(data, str) else bytes(data)


class _I2C:
    def _begin(self, scl, sda, freq):
        self._scl = scl
        self._sda = sda
        self._freq = freq

    def deinit(self):
        pass

    def scan(self):
        return [int(each) for each in _host.i2c_scan(self._sda, self._scl).split()]

    def _write(self, address, data):
        if not _host.i2c_write(self._sda, self._scl, address, _addressof(data), len(data)):
            raise OSError(_ENODEV)
        return len(data)

    def _read(self, address, buffer):
        if not _host.i2c_read(self._sda, self._scl, address, _addressof(buffer), len(buffer)):
            raise OSError(_ENODEV)

    def writeto(self, addr, buf, stop=True):
        return self._write(addr, _bytes(buf))

    def writevto(self, addr, vector, stop=True):
        return self._write(addr, b"".join(bytes(each) for each in vector))

    def readfrom(self, addr, nbytes, stop=True):
        buffer = bytearray(nbytes)
        self._read(addr, buffer)
        return bytes(buffer)

    def readfrom_into(self, addr, buf, stop=True):
        self._read(addr, buf)

    def _register(self, memaddr, addrsize):
        return bytes(memaddr >> shift & 0xFF for shift in range(addrsize - 8, -8, -8))

    def readfrom_mem(self, addr, memaddr, nbytes, *, addrsize=8):
        self._write(addr, self._register(memaddr, addrsize))
        return self.readfrom(addr, nbytes)

    def readfrom_mem_into(self, addr, memaddr, buf, *, addrsize=8):
        self._write(addr, self._register(memaddr, addrsize))
        self._read(addr, buf)

    def writeto_mem(self, addr, memaddr, buf, *, addrsize=8):
        self._write(addr, self._register(memaddr, addrsize) + bytes(buf))


class SoftI2C(_I2C):
    def __init__(self, scl, sda, *, freq=400000, timeout=50000):
        self._begin(_number(scl), _number(sda), freq)

    init = __init__

    def start(self):
        raise OSError(95)  # bit by bit is not what this board's bus takes

    stop = start

    def __repr__(self):
        return "SoftI2C(scl=%d, sda=%d, freq=%d)" % (self._scl, self._sda, self._freq)


class I2C(_I2C):
    _DEFAULTS = ((18, 19), (25, 26))

    def __new__(cls, id=-1, *args, scl=None, sda=None, freq=400000, timeout=50000):
        if id == -1:
            print("Warning: I2C(-1, ...) is deprecated, use SoftI2C(...) instead")
            return SoftI2C(scl, sda, freq=freq)
        if id not in (0, 1):
            raise ValueError("I2C(%d) doesn't exist" % id)
        return object.__new__(cls)

    def __init__(self, id=-1, *, scl=None, sda=None, freq=400000, timeout=50000):
        usual = self._DEFAULTS[id]
        self._id = id
        self._begin(
            usual[0] if scl is None else _number(scl), usual[1] if sda is None else _number(sda), freq
        )

    def init(self, *, scl=None, sda=None, freq=400000, timeout=50000):
        self.__init__(self._id, scl=scl, sda=sda, freq=freq)

    def __repr__(self):
        return "I2C(%d, scl=%d, sda=%d, freq=%d)" % (self._id, self._scl, self._sda, self._freq)


class _SPI:
    MSB = 0
    LSB = 1

    def _begin(self, sck, mosi, miso, baudrate):
        self._pins = tuple(-1 if each is None else _number(each) for each in (sck, mosi, miso))
        self._baudrate = baudrate

    def init(self, baudrate=None, **settings):
        if baudrate is not None:
            self._baudrate = baudrate

    def deinit(self):
        pass

    def _transfer(self, out, into):
        # No part of the bench listens on SPI: what is sent is gone, and the line that floats reads
        # as ones.
        for i in range(len(into)):
            into[i] = 0xFF

    def write(self, buf):
        out = _bytes(buf)
        self._transfer(out, bytearray(0))

    def read(self, nbytes, write=0):
        into = bytearray(nbytes)
        self._transfer(bytes((write,)) * nbytes, into)
        return bytes(into)

    def readinto(self, buf, write=0):
        self._transfer(bytes((write,)) * len(buf), buf)

    def write_readinto(self, write_buf, read_buf):
        if len(write_buf) != len(read_buf):
            raise ValueError("buffers must be the same length")
        self._transfer(_bytes(write_buf), read_buf)


class SoftSPI(_SPI):
    def __init__(
        self, baudrate=500000, *, polarity=0, phase=0, bits=8, firstbit=0, sck=None, mosi=None, miso=None
    ):
        if sck is None or mosi is None or miso is None:
            raise ValueError("must specify all of sck/mosi/miso")
        self._begin(sck, mosi, miso, baudrate)


class SPI(_SPI):
    _DEFAULTS = {1: (14, 13, 12), 2: (18, 23, 19)}

    def __init__(
        self,
        id,
        baudrate=500000,
        *,
        polarity=0,
        phase=0,
        bits=8,
        firstbit=0,
        sck=None,
        mosi=None,
        miso=None,
    ):
        if id not in self._DEFAULTS:
            raise ValueError("SPI(%d) doesn't exist" % id)
        usual = self._DEFAULTS[id]
        self._begin(
            usual[0] if sck is None else sck,
            usual[1] if mosi is None else mosi,
            usual[2] if miso is None else miso,
            baudrate,
        )


class UART:
    # UART 0 is the serial line of the board. On 1 and 2 nothing is connected: what is written is
    # gone, and nothing comes.
    INV_TX = 1
    INV_RX = 2
    RTS = 1
    CTS = 2

    def __init__(self, id, baudrate=115200, *args, **settings):
        if id not in (0, 1, 2):
            raise ValueError("UART(%d) does not exist" % id)
        self._id = id
        self._timeout = 0
        self.init(baudrate, *args, **settings)

    def init(self, baudrate=115200, bits=8, parity=None, stop=1, *, tx=None, rx=None, **settings):
        self._baudrate = baudrate
        self._timeout = settings.get("timeout", self._timeout)

    def deinit(self):
        pass

    def any(self):
        return 0 if self._id else _host.serial_any()

    def _available(self):
        if not self.any() and self._timeout:
            import time

            end = time.ticks_add(time.ticks_ms(), self._timeout)
            while not self.any() and time.ticks_diff(end, time.ticks_ms()) > 0:
                time.sleep_ms(1)
        return self.any()

    def read(self, nbytes=-1):
        data = bytearray()
        while (nbytes < 0 or len(data) < nbytes) and self._available():
            data.append(_host.serial_read())
        return bytes(data) or None

    def readinto(self, buf, nbytes=-1):
        data = self.read(len(buf) if nbytes < 0 else min(nbytes, len(buf)))
        if data is None:
            return None
        buf[: len(data)] = data
        return len(data)

    def readline(self):
        data = bytearray()
        while self._available():
            data.append(_host.serial_read())
            if data[-1] == 10:
                break
        return bytes(data) or None

    def write(self, buf):
        data = _bytes(buf)
        if self._id == 0:
            _host.serial_write(_addressof(data), len(data))
        return len(data)

    def ioctl(self, request, events):
        return 0 if request != 3 else events & ((1 if self.any() else 0) | 4)

    def flush(self):
        pass

    def txdone(self):
        return True

    def sendbreak(self):
        pass
