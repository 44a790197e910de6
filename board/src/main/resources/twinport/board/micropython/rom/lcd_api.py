# SPDX-License-Identifier: MIT
# Character displays with an HD44780 (Hitachi, HD44780U data sheet, table 6), with the interface that
# tutorials expect of a file lcd_api.py. A real board needs such files on its flash.


class LcdApi:
    LCD_CLR = 0x01
    LCD_HOME = 0x02
    LCD_ENTRY_MODE = 0x06
    LCD_ON_CTRL = 0x08
    LCD_ON_DISPLAY = 0x04
    LCD_ON_CURSOR = 0x02
    LCD_ON_BLINK = 0x01
    LCD_CGRAM = 0x40
    LCD_DDRAM = 0x80

    def __init__(self, num_lines, num_columns):
        self.num_lines = min(num_lines, 4)
        self.num_columns = min(num_columns, 40)
        self.cursor_x = 0
        self.cursor_y = 0
        self.implied_newline = False
        self.backlight = True
        self.display_off()
        self.backlight_on()
        self.clear()
        self.hal_write_command(self.LCD_ENTRY_MODE)
        self.hide_cursor()
        self.display_on()

    def clear(self):
        self.hal_write_command(self.LCD_CLR)
        self.hal_write_command(self.LCD_HOME)
        self.cursor_x = 0
        self.cursor_y = 0

    def _control(self, bits):
        self.hal_write_command(self.LCD_ON_CTRL | bits)

    def display_on(self):
        self._control(self.LCD_ON_DISPLAY)

    def display_off(self):
        self._control(0)

    def show_cursor(self):
        self._control(self.LCD_ON_DISPLAY | self.LCD_ON_CURSOR)

    hide_cursor = display_on

    def blink_cursor_on(self):
        self._control(self.LCD_ON_DISPLAY | self.LCD_ON_CURSOR | self.LCD_ON_BLINK)

    blink_cursor_off = show_cursor

    def backlight_on(self):
        self.backlight = True
        self.hal_backlight_on()

    def backlight_off(self):
        self.backlight = False
        self.hal_backlight_off()

    def move_to(self, cursor_x, cursor_y):
        self.cursor_x = cursor_x
        self.cursor_y = cursor_y
        address = cursor_x & 0x3F
        if cursor_y & 1:
            address += 0x40
        if cursor_y & 2:
            address += self.num_columns
        self.hal_write_command(self.LCD_DDRAM | address)

    def putchar(self, char):
        if char == "\n":
            if not self.implied_newline:
                self.cursor_x = self.num_columns
        else:
            self.hal_write_data(ord(char))
            self.cursor_x += 1
        self.implied_newline = False
        if self.cursor_x >= self.num_columns:
            self.cursor_x = 0
            self.cursor_y = (self.cursor_y + 1) % self.num_lines
            self.implied_newline = char != "\n"
        self.move_to(self.cursor_x, self.cursor_y)

    def putstr(self, string):
        for char in string:
            self.putchar(char)

    def custom_char(self, location, charmap):
        self.hal_write_command(self.LCD_CGRAM | (location & 7) << 3)
        for i in range(8):
            self.hal_write_data(charmap[i])
        self.move_to(self.cursor_x, self.cursor_y)
