# SPDX-License-Identifier: MIT
# A character display behind a PCF8574 on I2C: four data lines, backlight, enable and register select
# on its eight outputs.
import time
from lcd_api import LcdApi

_RS = 0x01
_ENABLE = 0x04
_LIGHT = 0x08


class I2cLcd(LcdApi):
    def __init__(self, i2c, i2c_addr, num_lines, num_columns):
        self.i2c = i2c
        self.i2c_addr = i2c_addr
        self.backlight = True
        self.i2c.writeto(i2c_addr, bytes((0,)))
        time.sleep_ms(20)
        for wait in (5, 1, 1):
            self._nibble(0x30)
            time.sleep_ms(wait)
        self._nibble(0x20)
        super().__init__(num_lines, num_columns)
        self.hal_write_command(0x28 if num_lines > 1 else 0x20)

    def _light(self):
        return _LIGHT if self.backlight else 0

    def _nibble(self, bits):
        for enable in (_ENABLE, 0):
            self.i2c.writeto(self.i2c_addr, bytes((bits | enable | self._light(),)))

    def _byte(self, value, select):
        self._nibble(value & 0xF0 | select)
        self._nibble(value << 4 & 0xF0 | select)

    def hal_backlight_on(self):
        self.i2c.writeto(self.i2c_addr, bytes((_LIGHT,)))

    def hal_backlight_off(self):
        self.i2c.writeto(self.i2c_addr, bytes((0,)))

    def hal_write_command(self, cmd):
        self._byte(cmd, 0)
        if cmd <= 3:
            time.sleep_ms(5)

    def hal_write_data(self, data):
        self._byte(data, _RS)
