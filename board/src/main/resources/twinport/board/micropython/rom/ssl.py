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

# The names that mbedtls_strerror gives on this port (lib/mbedtls_errors).
_NAMES = {
    0x7F00: "SSL_ALLOC_FAILED",
    0x2700: "X509_CERT_VERIFY_FAILED",
    0x7200: "SSL_INVALID_RECORD",
    0x7280: "SSL_CONN_EOF",
    0x7680: "SSL_CA_CHAIN_REQUIRED",
    0x7780: "SSL_FATAL_ALERT_MESSAGE",
    0x7A00: "SSL_BAD_CERTIFICATE",
}
_VERIFY_FAILED = 0x2700
_INVALID_PEM = (0x112C, 0x2180, 0x2780)


def _content(source):
    if isinstance(source, str):
        with open(source, "rb") as file:
            return file.read()
    return source


def _raise(number, code):
    if code == _VERIFY_FAILED:
        raise ValueError("\n" + _host.sock_fault(number) + "\n")
    if code in _NAMES:
        raise OSError(-code, "MBEDTLS_ERR_" + _NAMES[code])
    raise OSError(code)


def _check(certificate, key=b""):
    code = -_host.tls_check(
        _addressof(certificate), len(certificate), _addressof(key), len(key)
    )
    if code:
        # One general error for all that is wrong with a certificate or a key, as in modtls_mbedtls.
        raise ValueError("invalid cert" if code in _INVALID_PEM else "invalid key")


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
        cert, key = _bytes(_content(certfile)), _bytes(_content(keyfile))
        _check(cert, key if key else b"-")
        self._cert, self._key = cert, key

    def load_verify_locations(self, cafile=None, cadata=None):
        ca = _bytes(_content(cafile) if cafile else cadata)
        _check(ca)
        self._ca = ca

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
        ca, cert, key = self._ca, self._cert, self._key
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
            sock._timeout,
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
