# SPDX-License-Identifier: MIT
# The module esp of the ESP32 port, as far as it means something here.
LOG_NONE = 0
LOG_ERROR = 1
LOG_WARNING = 2
LOG_INFO = 3
LOG_DEBUG = 4
LOG_VERBOSE = 5


def osdebug(*level):
    pass


def flash_size():
    return 4 * 1024 * 1024


def flash_user_start():
    return 2 * 1024 * 1024


def gpio_matrix_in(*args):
    pass


def gpio_matrix_out(*args):
    pass
