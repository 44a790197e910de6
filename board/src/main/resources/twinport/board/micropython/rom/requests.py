# SPDX-License-Identifier: MIT
# HTTP/1.0 requests with the interface of micropython-lib's requests.
import socket


class Response:
    def __init__(self, stream):
        self.raw = stream
        self.encoding = "utf-8"
        self.status_code = 0
        self.reason = b""
        self.headers = {}
        self._content = None

    def close(self):
        if self.raw:
            self.raw.close()
            self.raw = None
        self._content = None

    @property
    def content(self):
        if self._content is None:
            try:
                self._content = self.raw.read()
            finally:
                self.raw.close()
                self.raw = None
        return self._content

    @property
    def text(self):
        return str(self.content, self.encoding)

    def json(self):
        import json

        return json.loads(self.content)


def _split(url):
    scheme, _, rest = url.partition("://")
    if scheme not in ("http", "https"):
        raise ValueError("Unsupported protocol: " + scheme + ":")
    place, slash, path = rest.partition("/")
    host, colon, port = place.partition(":")
    return scheme == "https", host, int(port) if colon else (443 if scheme == "https" else 80), path


def _body(data, json, headers):
    if json is not None:
        import json as codec

        headers.setdefault("Content-Type", "application/json")
        data = codec.dumps(json)
    if isinstance(data, str):
        data = data.encode()
    return data


def request(
    method,
    url,
    data=None,
    json=None,
    headers=None,
    stream=None,
    auth=None,
    timeout=None,
    parse_headers=True,
):
    secure, host, port, path = _split(url)
    headers = dict(headers or {})
    body = _body(data, json, headers)
    if auth is not None:
        import binascii

        pair = binascii.b2a_base64("%s:%s" % (auth[0], auth[1]))[:-1].decode()
        headers["Authorization"] = "Basic " + pair
    headers.setdefault("Host", host)
    headers.setdefault("Connection", "close")
    if body is not None:
        headers.setdefault("Content-Length", str(len(body)))
    info = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
    s = socket.socket(info[0], socket.SOCK_STREAM, info[2])
    try:
        if timeout is not None:
            s.settimeout(timeout)
        s.connect(info[-1])
        if secure:
            import ssl

            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.verify_mode = ssl.CERT_NONE
            s = context.wrap_socket(s, server_hostname=host)
        s.write("%s /%s HTTP/1.0\r\n" % (method, path))
        for name, value in headers.items():
            s.write("%s: %s\r\n" % (name, value))
        s.write(b"\r\n")
        if body:
            s.write(body)
        return _answer(s, parse_headers)
    except OSError:
        s.close()
        raise


def _answer(s, parse_headers):
    first = s.readline().split(None, 2)
    if len(first) < 2:
        raise ValueError("HTTP error: BadStatusLine")
    response = Response(s)
    response.status_code = int(first[1])
    response.reason = first[2].rstrip() if len(first) > 2 else ""
    while True:
        line = s.readline()
        if not line or line == b"\r\n":
            return response
        if line.lower().startswith(b"transfer-encoding:") and b"chunked" in line:
            raise ValueError("Unsupported " + line.decode())
        if parse_headers:
            name, _, value = line.decode().partition(":")
            response.headers[name] = value.strip()


def head(url, **kw):
    return request("HEAD", url, **kw)


def get(url, **kw):
    return request("GET", url, **kw)


def post(url, **kw):
    return request("POST", url, **kw)


def put(url, **kw):
    return request("PUT", url, **kw)


def patch(url, **kw):
    return request("PATCH", url, **kw)


def delete(url, **kw):
    return request("DELETE", url, **kw)
