# SPDX-License-Identifier: MIT
# The time of day from an NTP server (RFC 5905, a client's request is one packet of 48 bytes), with
# the interface of micropython-lib's ntptime.
import socket
import struct

host = "pool.ntp.org"
timeout = 1

_PORT = 123
_CLIENT = 0x1B  # version 3, mode 3: a client
_TRANSMIT = 40  # where the time of the answer stands
_1900_TO_2000 = 3155673600


def time():
    request = bytearray(48)
    request[0] = _CLIENT
    address = socket.getaddrinfo(host, _PORT)[0][-1]
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        s.settimeout(timeout)
        s.sendto(request, address)
        answer = s.recv(48)
    finally:
        s.close()
    seconds = struct.unpack("!I", answer[_TRANSMIT : _TRANSMIT + 4])[0]
    if seconds < 0x80000000:  # the second era of NTP begins in 2036
        seconds += 1 << 32
    return seconds - _1900_TO_2000


def settime():
    import machine
    from time import gmtime

    now = gmtime(time())
    machine.RTC().datetime((now[0], now[1], now[2], now[6], now[3], now[4], now[5], 0))
