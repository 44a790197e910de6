# SPDX-License-Identifier: MIT
# An MQTT 3.1.1 client with the interface of micropython-lib's umqtt.simple; written for this board.
import socket
import struct

_CONNECT = 0x10
_CONNACK = 0x20
_PUBLISH = 0x30
_PUBACK = 0x40
_SUBSCRIBE = 0x82
_SUBACK = 0x90
_PINGREQ = b"\xc0\x00"
_PINGRESP = 0xD0
_DISCONNECT = b"\xe0\x00"
_MAX_REMAINING = 0x0FFFFFFF


class MQTTException(Exception):
    pass


def _bytes(text):
    return text.encode() if isinstance(text, str) else bytes(text)


def _string(text):
    data = _bytes(text)
    return struct.pack("!H", len(data)) + data


def _packet(first, body):
    size = len(body)
    if size > _MAX_REMAINING:
        raise MQTTException("too long")
    head = bytearray((first,))
    while True:
        seven, size = size & 0x7F, size >> 7
        head.append(seven | 0x80 if size else seven)
        if not size:
            break
    return bytes(head) + body


class MQTTClient:
    def __init__(
        self,
        client_id,
        server,
        port=0,
        user=None,
        password=None,
        keepalive=0,
        ssl=None,
        ssl_params={},
    ):
        self.client_id = client_id
        self.server = server
        self.port = port if port else (8883 if ssl else 1883)
        self.user = user
        self.pswd = password
        self.keepalive = keepalive
        self.ssl = ssl
        self.ssl_params = ssl_params
        self.sock = None
        self.cb = None
        self.pid = 0
        self.lw_topic = None
        self.lw_msg = None
        self.lw_qos = 0
        self.lw_retain = False

    def set_callback(self, f):
        self.cb = f

    def set_last_will(self, topic, msg, retain=False, qos=0):
        assert 0 <= qos <= 2
        assert topic
        self.lw_topic = topic
        self.lw_msg = msg
        self.lw_qos = qos
        self.lw_retain = retain

    def connect(self, clean_session=True, timeout=None):
        self._open(timeout)
        self._send(self._connect_packet(clean_session))
        if self._exactly(1)[0] != _CONNACK or self._length() != 2:
            raise MQTTException("no CONNACK")
        answer = self._exactly(2)
        if answer[1]:
            raise MQTTException(answer[1])
        return answer[0] & 1

    def _open(self, timeout):
        if self.sock:
            self.sock.close()
        address = socket.getaddrinfo(self.server, self.port)[0][-1]
        self.sock = socket.socket()
        self.sock.settimeout(timeout)
        try:
            self.sock.connect(address)
            if self.ssl is True:
                import ssl

                self.sock = ssl.wrap_socket(self.sock, **self.ssl_params)
            elif self.ssl:
                self.sock = self.ssl.wrap_socket(self.sock, server_hostname=self.server)
        except BaseException:
            self.sock.close()
            raise

    def _connect_packet(self, clean_session):
        flags = 2 if clean_session else 0
        body = _string(self.client_id)
        if self.lw_topic:
            flags |= 4 | self.lw_qos << 3 | (0x20 if self.lw_retain else 0)
            body += _string(self.lw_topic) + _string(self.lw_msg)
        if self.user:
            flags |= 0x80
            body += _string(self.user)
            if self.pswd is not None:
                flags |= 0x40
                body += _string(self.pswd)
        return _packet(
            _CONNECT, b"\x00\x04MQTT\x04" + struct.pack("!BH", flags, self.keepalive) + body
        )

    def disconnect(self):
        self._send(_DISCONNECT)
        self.sock.close()

    def ping(self):
        self._send(_PINGREQ)

    def publish(self, topic, msg, retain=False, qos=0):
        if qos not in (0, 1):
            raise MQTTException("qos is 0 or 1")
        body = _string(topic)
        if qos:
            pid = self._next_pid()
            body += struct.pack("!H", pid)
        self._send(_packet(_PUBLISH | qos << 1 | (1 if retain else 0), body + _bytes(msg)))
        if qos:
            self._await(_PUBACK, pid)

    def subscribe(self, topic, qos=0):
        assert self.cb is not None, "Subscribe callback is not set"
        pid = self._next_pid()
        self._send(
            _packet(_SUBSCRIBE, struct.pack("!H", pid) + _string(topic) + bytes((qos,)))
        )
        if self._await(_SUBACK, pid)[0] == 0x80:
            raise MQTTException(0x80)

    def wait_msg(self):
        # Waits for one packet. A message goes to the callback and the result is None; of another
        # packet the result is its first byte.
        first = self.sock.read(1)
        self.sock.setblocking(True)
        if first is None:
            return None
        if first == b"":
            raise OSError(-1)
        kind, body = self._body(first[0])
        if kind == _PINGRESP:
            return None
        if kind & 0xF0 != _PUBLISH:
            self._pending = body
            return kind
        self._deliver(kind, body)
        return None

    def check_msg(self):
        # The same without waiting for a packet to begin.
        self.sock.setblocking(False)
        return self.wait_msg()

    def _deliver(self, kind, body):
        length = struct.unpack("!H", body)[0]
        topic = body[2 : 2 + length]
        at = 2 + length
        qos = kind >> 1 & 3
        if qos:
            pid = body[at : at + 2]
            at += 2
        self.cb(topic, body[at:])
        if qos == 1:
            self._send(b"\x40\x02" + pid)
        elif qos == 2:
            raise MQTTException("a message of QoS 2")

    def _await(self, kind, pid):
        while True:
            if self.wait_msg() == kind:
                body = self._pending
                if struct.unpack("!H", body)[0] == pid:
                    return body[2:]

    def _body(self, first):
        size = self._length()
        return first, self._exactly(size) if size else b""

    def _length(self):
        size = shift = 0
        while True:
            byte = self._exactly(1)[0]
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                return size
            shift += 7
            if shift > 21:
                raise MQTTException("malformed length")

    def _exactly(self, size):
        data = self.sock.read(size)
        if data is None or len(data) < size:
            raise OSError(-1)
        return data

    def _send(self, data):
        self.sock.write(data)

    def _next_pid(self):
        self.pid = self.pid % 65535 + 1
        return self.pid
