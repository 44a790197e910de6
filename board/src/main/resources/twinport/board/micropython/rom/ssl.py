# SPDX-License-Identifier: MIT
# The modules ssl and tls of the ESP32 port. TLS itself is done by the host of the virtual board,
# not by mbedTLS; the defaults are those of the real port: a certificate is checked only if the
# firmware says CERT_REQUIRED.
import _host
from uctypes import addressof as _addressof
import socket as _socket

PROTOCOL_TLS_CLIENT = 0
PROTOCOL_TLS_SERVER = 1
CERT_NONE = 0
CERT_OPTIONAL = 1
CERT_REQUIRED = 2
MBEDTLS_VERSION = "(the host's TLS)"

_NAMES = {
    0x2180: "MBEDTLS_ERR_X509_INVALID_FORMAT",
    0x2700: "MBEDTLS_ERR_X509_CERT_VERIFY_FAILED",
    0x3D00: "MBEDTLS_ERR_PK_KEY_INVALID_FORMAT",
    0x7200: "MBEDTLS_ERR_SSL_INVALID_RECORD",
    0x7280: "MBEDTLS_ERR_SSL_CONN_EOF",
    0x7780: "MBEDTLS_ERR_SSL_FATAL_ALERT_MESSAGE",
}
_INVALID_CERT = 0x2180
_INVALID_KEY = 0x3D00
_VERIFY_FAILED = 0x2700


def _content(source):
    if isinstance(source, str):
        with open(source, "rb") as file:
            return file.read()
    return source


def _raise(number, code):
    if code == _VERIFY_FAILED:
        raise ValueError(_host.sock_fault(number))
    if code == _INVALID_CERT:
        raise ValueError("invalid cert")
    if code == _INVALID_KEY:
        raise ValueError("invalid key")
    if code in _NAMES:
        raise OSError(-code, _NAMES[code])
    raise OSError(code)


class SSLSocket(_socket.socket):
    def __init__(self, sock):
        super().__init__(_number=sock._number)
        self._timeout = sock._timeout
        self._sock = sock

    def _receive(self, buffer, offset, size):
        count = super()._receive(buffer, offset, size)
        if count < -255:
            _raise(self._number, -count)
        return count

    def close(self):
        self._number = -1
        self._sock.close()

    def _later(self):
        pass

    def getpeercert(self, binary_form=False):
        return None

    def cipher(self):
        return ("(the host's TLS)", "TLS")


class SSLContext:
    def __init__(self, protocol):
        if protocol != PROTOCOL_TLS_CLIENT:
            raise ValueError("this board has TLS for clients only")
        self.verify_mode = CERT_NONE
        self._ca = b""
        self._cert = b""
        self._key = b""

    def load_cert_chain(self, certfile, keyfile):
        self._cert = _content(certfile)
        self._key = _content(keyfile)

    def load_verify_locations(self, cafile=None, cadata=None):
        self._ca = _content(cafile) if cafile else cadata

    def wrap_socket(
        self,
        sock,
        server_side=False,
        do_handshake_on_connect=True,
        server_hostname=None,
        client_id=None,
    ):
        if server_side:
            raise ValueError("this board has TLS for clients only")
        required = self.verify_mode == CERT_REQUIRED
        if required and server_hostname is None:
            raise ValueError("CERT_REQUIRED requires server_hostname")
        ca, cert, key = _bytes(self._ca), _bytes(self._cert), _bytes(self._key)
        result = _host.sock_tls(
            sock._number,
            server_hostname or "",
            1 if required else 0,
            _addressof(ca),
            len(ca),
            _addressof(cert),
            len(cert),
            _addressof(key),
            len(key),
        )
        if result < 0:
            _raise(sock._number, -result)
        return SSLSocket(sock)


def _bytes(data):
    # Text is what a program passes that reads a PEM file without "b".
    return data.encode() if isinstance(data, str) else data


def wrap_socket(
    sock,
    server_side=False,
    key=None,
    cert=None,
    cert_reqs=CERT_NONE,
    cadata=None,
    server_hostname=None,
    do_handshake=True,
):
    context = SSLContext(PROTOCOL_TLS_SERVER if server_side else PROTOCOL_TLS_CLIENT)
    if cert or key:
        context.load_cert_chain(cert, key)
    if cadata:
        context.load_verify_locations(cadata=cadata)
    context.verify_mode = cert_reqs
    return context.wrap_socket(
        sock,
        server_side=server_side,
        do_handshake_on_connect=do_handshake,
        server_hostname=server_hostname,
    )
