# SPDX-License-Identifier: MIT
# A driver for displays with an SSD1306 (Solomon Systech, SSD1306 data sheet, section 9), with the
# interface of micropython-lib's ssd1306. A real board needs such a file on its flash: the port has
# none frozen. Here it is at hand, as after an upload.
import framebuf
import time

_SET_CONTRAST = 0x81
_ENTIRE_ON = 0xA4
_NORMAL = 0xA6
_DISPLAY = 0xAE
_MEMORY_MODE = 0x20
_COLUMNS = 0x21
_PAGES = 0x22
_START_LINE = 0x40
_SEGMENT_REMAP = 0xA0
_MULTIPLEX = 0xA8
_COM_DIRECTION = 0xC0
_OFFSET = 0xD3
_COM_PINS = 0xDA
_CLOCK = 0xD5
_PRECHARGE = 0xD9
_DESELECT = 0xDB
_CHARGE_PUMP = 0x8D


class SSD1306(framebuf.FrameBuffer):
    def __init__(self, width, height, external_vcc):
        self.width = width
        self.height = height
        self.external_vcc = external_vcc
        self.pages = height // 8
        self.buffer = bytearray(self.pages * width)
        super().__init__(self.buffer, width, height, framebuf.MONO_VLSB)
        self.init_display()

    def init_display(self):
        wide = self.width > 2 * self.height
        for command in (
            _DISPLAY,
            _MEMORY_MODE,
            0,
            _START_LINE,
            _SEGMENT_REMAP | 1,
            _MULTIPLEX,
            self.height - 1,
            _COM_DIRECTION | 8,
            _OFFSET,
            0,
            _COM_PINS,
            0x02 if wide else 0x12,
            _CLOCK,
            0x80,
            _PRECHARGE,
            0x22 if self.external_vcc else 0xF1,
            _DESELECT,
            0x30,
            _SET_CONTRAST,
            0xFF,
            _ENTIRE_ON,
            _NORMAL,
            _CHARGE_PUMP,
            0x10 if self.external_vcc else 0x14,
            _DISPLAY | 1,
        ):
            self.write_cmd(command)
        self.fill(0)
        self.show()

    def poweroff(self):
        self.write_cmd(_DISPLAY)

    def poweron(self):
        self.write_cmd(_DISPLAY | 1)

    def contrast(self, contrast):
        self.write_cmd(_SET_CONTRAST)
        self.write_cmd(contrast)

    def invert(self, invert):
        self.write_cmd(_NORMAL | (invert & 1))

    def rotate(self, rotate):
        self.write_cmd(_COM_DIRECTION | ((rotate & 1) << 3))
        self.write_cmd(_SEGMENT_REMAP | (rotate & 1))

    def show(self):
        first = (128 - self.width) // 2 if self.width != 128 else 0
        for command in (_COLUMNS, first, first + self.width - 1, _PAGES, 0, self.pages - 1):
            self.write_cmd(command)
        self.write_data(self.buffer)


class SSD1306_I2C(SSD1306):
    def __init__(self, width, height, i2c, addr=0x3C, external_vcc=False):
        self.i2c = i2c
        self.addr = addr
        super().__init__(width, height, external_vcc)

    def write_cmd(self, cmd):
        self.i2c.writeto(self.addr, bytes((0x80, cmd)))

    def write_data(self, buf):
        self.i2c.writevto(self.addr, (b"\x40", buf))


class SSD1306_SPI(SSD1306):
    def __init__(self, width, height, spi, dc, res, cs, external_vcc=False):
        for pin in (dc, res, cs):
            pin.init(pin.OUT, value=0)
        self.spi = spi
        self.dc = dc
        self.res = res
        self.cs = cs
        res(1)
        time.sleep_ms(1)
        res(0)
        time.sleep_ms(10)
        res(1)
        super().__init__(width, height, external_vcc)

    def write_cmd(self, cmd):
        self._write(0, bytes((cmd,)))

    def write_data(self, buf):
        self._write(1, buf)

    def _write(self, level, data):
        self.dc(level)
        self.cs(0)
        self.spi.write(data)
        self.cs(1)
