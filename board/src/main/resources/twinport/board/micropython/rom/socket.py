# SPDX-License-Identifier: MIT
# The module socket of the ESP32 port: TCP and UDP clients. An object is a stream as well (read,
# write, readline, readinto, ioctl), as MicroPython's sockets are. Nothing from outside can connect
# to a board of the lab: listen and accept are refused.
import _host
from uctypes import addressof as _addressof

AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOCK_RAW = 3
IPPROTO_TCP = 6
IPPROTO_UDP = 17
IPPROTO_IP = 0
SOL_SOCKET = 4095
SO_REUSEADDR = 4
SO_KEEPALIVE = 8
SO_BROADCAST = 32
TCP_NODELAY = 1

IP_ADD_MEMBERSHIP = 3
SO_BINDTODEVICE = 11
IPPROTO_IPV6 = 41

_EINTR = 4
_EAGAIN = 11
_EOPNOTSUPP = 95
_POLL = 3  # MP_STREAM_POLL
_CLOSE = 4  # MP_STREAM_CLOSE
_ETIMEDOUT = 116
_EAI_FAIL = -202
_PROTONOSUPPORT = 123
_CHUNK = 4096


def _checked(result):
    if result < 0:
        raise OSError(-result)
    return result


def getaddrinfo(host, port, af=0, type=0, proto=0, flags=0):
    host = _text(host)
    address = _host.resolve(host) if host else "0.0.0.0"
    if not address:
        raise OSError(_EAI_FAIL)
    return [(AF_INET, type or SOCK_STREAM, proto, "", (address, int(port)))]


def _text(host):
    return host.decode() if isinstance(host, (bytes, bytearray)) else host


class socket:
    def __new__(cls, af=AF_INET, type=SOCK_STREAM, proto=0, _number=None):
        if cls is socket and type == SOCK_DGRAM:
            made = object.__new__(_Datagrams)
            made.__init__()  # MicroPython does that for its own class only
            return made
        return object.__new__(cls)

    def __init__(self, af=AF_INET, type=SOCK_STREAM, proto=0, _number=None):
        if type != SOCK_STREAM:
            raise OSError(_PROTONOSUPPORT)
        self._number = _checked(_host.sock_open()) if _number is None else _number
        # Its end is the socket's: a socket that nobody holds is closed by the collector.
        self._held = _host.sock_hold(self._number) if _number is None else None
        self._timeout = -1

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def fileno(self):
        return self._number

    def settimeout(self, seconds):
        self._timeout = -1 if seconds is None else int(seconds * 1000)

    def setblocking(self, flag):
        self._timeout = -1 if flag else 0

    def setsockopt(self, *args):
        pass

    def connect(self, address):
        host, port = address[0], address[1]
        host = _text(host)
        resolved = _host.resolve(host)
        if not resolved:
            raise OSError(_EAI_FAIL)
        # Without blocking this raises EINPROGRESS, and the connection comes later.
        _checked(_host.sock_connect(self._number, host, port, self._timeout))

    def bind(self, address):
        pass

    def listen(self, backlog=2):
        raise OSError(_EOPNOTSUPP)

    def accept(self):
        raise OSError(_EOPNOTSUPP)

    def ioctl(self, request, argument):
        if request == _POLL:
            return _host.sock_poll(self._number, argument)
        if request == _CLOSE:
            self.close()
            return 0
        return -22

    def makefile(self, mode="rb", buffering=0):
        return self

    def write(self, data, length=None):
        view = memoryview(data.encode() if isinstance(data, str) else data)
        count = len(view) if length is None else min(length, len(view))
        return _checked(_host.sock_send(self._number, _addressof(view), count)) if count else 0

    def send(self, data):
        return self.write(data)

    def sendall(self, data):
        self.write(data)

    def recv(self, size):
        buffer = bytearray(size)
        count = self._receive(buffer, 0, size)
        return bytes(memoryview(buffer)[: _checked(count)])

    def recvfrom(self, size):
        return self.recv(size), ("0.0.0.0", 0)

    def recv_into(self, buffer, size=None):
        return _checked(self._receive(buffer, 0, len(buffer) if size is None else size))

    def _receive(self, buffer, offset, size):
        while True:
            at = _addressof(buffer) + offset
            count = _host.sock_recv(self._number, at, size, self._timeout)
            if count != -_EINTR:  # Ctrl-C, which is raised at the jump back
                return count

    def _fill(self, buffer, size):
        # What a stream's read does: all of `size`, unless the peer ends or nothing is there.
        got = 0
        while got < size:
            count = self._receive(buffer, got, size - got)
            if count == -_EAGAIN:
                return got if got else None
            if _checked(count) == 0:
                break
            got += count
        return got

    def readinto(self, buffer, size=None):
        return self._fill(buffer, len(buffer) if size is None else min(size, len(buffer)))

    def read(self, size=-1):
        if size is not None and size >= 0:
            buffer = bytearray(size)
            got = self._fill(buffer, size)
            return None if got is None else bytes(memoryview(buffer)[:got])
        parts = b""
        buffer = bytearray(_CHUNK)
        while True:
            count = self._receive(buffer, 0, _CHUNK)
            if count == -_EAGAIN:
                return parts if parts else None
            if _checked(count) == 0:
                return parts
            parts += bytes(memoryview(buffer)[:count])

    def readline(self, size=-1):
        line = bytearray()
        one = bytearray(1)
        while size < 0 or len(line) < size:
            count = self._receive(one, 0, 1)
            if count == -_EAGAIN:
                return bytes(line) if line else None
            if _checked(count) == 0:
                break
            line += one
            if one == b"\n":
                break
        return bytes(line)

    def close(self):
        number, self._number = self._number, -1
        if number >= 0:
            _host.sock_close(number)


class _Datagrams(socket):
    def __init__(self, af=AF_INET, type=SOCK_DGRAM, proto=0, _number=None):
        self._number = _checked(_host.udp_open())
        self._timeout = -1
        self._peer = None

    def connect(self, address):
        self._peer = address

    def sendto(self, data, address):
        data = data.encode() if isinstance(data, str) else bytes(data)
        return _checked(
            _host.udp_send(
                self._number, _text(address[0]), address[1], _addressof(data), len(data)
            )
        )

    def send(self, data):
        if self._peer is None:
            raise OSError(128)
        return self.sendto(data, self._peer)

    def write(self, data, length=None):
        return self.send(data if length is None else data[:length])

    sendall = send

    def _wait(self):
        while True:
            result = _host.udp_wait(self._number, self._timeout)
            if result != -_EINTR:
                return result

    def recvfrom(self, size):
        _checked(self._wait())
        peer, port, payload = (_host.udp_take(self._number) + " ").split(" ", 2)
        return bytes.fromhex(payload.strip())[:size], (peer, int(port))

    def recv(self, size):
        return self.recvfrom(size)[0]

    def read(self, size=-1):
        try:
            return self.recv(1500 if size < 0 else size)
        except OSError as e:
            if e.errno == _EAGAIN:
                return None
            raise

    def readinto(self, buffer, size=None):
        data = self.read(len(buffer) if size is None else size)
        if data is None:
            return None
        buffer[: len(data)] = data
        return len(data)

    def recv_into(self, buffer, size=None):
        data = self.recv(len(buffer) if size is None else size)
        buffer[: len(data)] = data
        return len(data)

    def ioctl(self, request, argument):
        if request == _POLL:
            ready = argument & 4
            if argument & 1 and _host.udp_wait(self._number, 0) == 0:
                ready |= 1
            return ready
        return super().ioctl(request, argument)
