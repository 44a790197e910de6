# SPDX-License-Identifier: MIT
from . import core
from .event import _turn

_EINPROGRESS = 119
_EOPNOTSUPP = 95


class Stream:
    def __init__(self, s, e={}):
        self.s = s
        self.e = e
        self.out_buf = b""

    def get_extra_info(self, v):
        return self.e[v]

    def close(self):
        pass

    async def wait_closed(self):
        self.s.close()

    async def _readable(self):
        core._io_queue.queue_read(self.s)
        await _turn()

    async def _writable(self):
        core._io_queue.queue_write(self.s)
        await _turn()

    async def read(self, n=-1):
        data = b""
        while True:
            await self._readable()
            got = self.s.read(n)
            if got is not None:
                if n >= 0:
                    return got
                if not got:
                    return data
                data += got

    async def readinto(self, buf):
        await self._readable()
        return self.s.readinto(buf)

    async def readexactly(self, n):
        data = b""
        while n:
            await self._readable()
            got = self.s.read(n)
            if got is not None:
                if not got:
                    raise EOFError
                data += got
                n -= len(got)
        return data

    async def readline(self):
        line = b""
        while True:
            await self._readable()
            got = self.s.readline()
            if got is not None:
                line += got
                if not got or line[-1] == 10:
                    return line

    def write(self, buf):
        self.out_buf += buf

    async def drain(self):
        if not self.out_buf:
            return await core.sleep_ms(0)
        await self._writable()
        data, self.out_buf = self.out_buf, b""
        self.s.write(data)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        await self.wait_closed()


StreamReader = Stream
StreamWriter = Stream


async def open_connection(host, port, ssl=None, server_hostname=None):
    # Others run while it connects; the handshake of TLS holds the loop.
    import socket

    info = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    s = socket.socket(info[0], info[1], info[2])
    try:
        s.setblocking(False)
        try:
            s.connect(info[-1])
        except OSError as e:
            if e.errno != _EINPROGRESS:
                raise
        core._io_queue.queue_write(s)
        await _turn()
        if ssl:
            if ssl is True:
                import ssl as _ssl

                ssl = _ssl.SSLContext(_ssl.PROTOCOL_TLS_CLIENT)
            s = ssl.wrap_socket(s, server_hostname=server_hostname or host)
            s.setblocking(False)
    except BaseException:
        s.close()
        raise
    stream = Stream(s)
    return stream, stream


async def start_server(cb, host, port, backlog=5, ssl=None):
    raise OSError(_EOPNOTSUPP)  # nothing from outside connects to a board of the lab
