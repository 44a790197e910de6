# SPDX-License-Identifier: MIT
# The module webrepl: this board takes no connections from outside, and says so.


def start(port=8266, password=None, accept_handler=None):
    print("WebREPL is not there on this board: it takes no connections")


def start_foreground(port=8266, password=None):
    start()


def stop():
    pass
