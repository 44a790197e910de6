# SPDX-License-Identifier: MIT
from i2c_lcd import I2cLcd
