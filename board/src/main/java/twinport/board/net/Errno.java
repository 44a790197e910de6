// SPDX-License-Identifier: MIT
package twinport.board.net;

/// Error numbers as firmware on an ESP32 sees them: newlib's `errno.h` (they differ from Linux's),
/// lwIP's `EAI_` codes for names and mbedTLS's codes for TLS.
public final class Errno {
    public static final int EIO = 5;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EINVAL = 22;

    /// Also what a refused connection gives: lwIP reports a reset during connect (`ERR_RST`) as
    /// "connection reset", so a closed port is not `ECONNREFUSED` on the ESP32.
    public static final int ECONNRESET = 104;

    public static final int ECONNABORTED = 113;
    public static final int ETIMEDOUT = 116;
    public static final int EHOSTUNREACH = 118;
    public static final int ENOTCONN = 128;

    /// lwIP's `EAI_FAIL`: the name is not known. MicroPython raises `OSError: -202`.
    public static final int EAI_FAIL = 202;

    /// mbedTLS: the server's certificate did not pass (chain, name or date).
    public static final int X509_CERT_VERIFY_FAILED = 0x2700;

    /// mbedTLS: no certificate could be read from the text given.
    public static final int X509_INVALID_FORMAT = 0x2180;

    /// mbedTLS: no private key could be read from the text given.
    public static final int PK_KEY_INVALID_FORMAT = 0x3D00;

    /// mbedTLS: the peer sent a fatal alert.
    public static final int SSL_FATAL_ALERT_MESSAGE = 0x7780;

    /// mbedTLS: what came is not a TLS record.
    public static final int SSL_INVALID_RECORD = 0x7200;

    /// mbedTLS: the peer closed in the middle of the handshake.
    public static final int SSL_CONN_EOF = 0x7280;

    private Errno() {}
}
