# SPDX-License-Identifier: MIT
# The module tls of the ESP32 port, on which its ssl stands. A client's context of this module checks
# certificates unless told otherwise; one of ssl does not.
from ssl import *
from ssl import SSLContext as _Context, _bytes


class SSLContext(_Context):
    def __init__(self, protocol):
        super().__init__(protocol)
        self.verify_mode = CERT_REQUIRED if protocol == PROTOCOL_TLS_CLIENT else CERT_NONE

    def load_cert_chain(self, cert, key):
        super().load_cert_chain(_bytes(cert), _bytes(key))

    def load_verify_locations(self, cadata):
        super().load_verify_locations(None, cadata)
