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

    /// No socket is left.
    public static final int ENFILE = 23;

    /// Also what a refused connection gives: lwIP reports a reset during connect (`ERR_RST`) as
    /// "connection reset", so a closed port is not `ECONNREFUSED` on the ESP32.
    public static final int ECONNRESET = 104;

    /// Also what a connection gives that nobody answers, once lwIP has sent its last SYN
    /// (`ERR_ABRT`).
    public static final int ECONNABORTED = 113;

    public static final int ETIMEDOUT = 116;
    public static final int EHOSTUNREACH = 118;

    /// A connection that does not wait has begun.
    public static final int EINPROGRESS = 119;

    public static final int ENOTCONN = 128;

    /// lwIP's `EAI_FAIL`: the name is not known. MicroPython raises `OSError: -202`.
    public static final int EAI_FAIL = 202;

    /// Of [TlsError], by number.
    static final int NET_CONN_RESET = 0x0050;

    /// A text between BEGIN and END that is no Base64.
    static final int PEM_INVALID_DATA = 0x112C;

    /// No certificate could be read from the text given.
    public static final int X509_INVALID_FORMAT = 0x2180;

    /// The server's certificate did not pass (chain, name or date).
    public static final int X509_CERT_VERIFY_FAILED = 0x2700;

    /// A certificate's text begins and does not end.
    static final int X509_CERT_UNKNOWN_FORMAT = 0x2780;

    /// The private key is encrypted, and no port of ours gives a password.
    static final int PK_PASSWORD_REQUIRED = 0x3C00;

    /// No private key could be read from the text given.
    public static final int PK_KEY_INVALID_FORMAT = 0x3D00;

    /// What came is not a TLS record.
    public static final int SSL_INVALID_RECORD = 0x7200;

    /// The peer closed in the middle of the handshake, or later without saying so.
    public static final int SSL_CONN_EOF = 0x7280;

    /// The server is to be checked, and nothing was given to check it against.
    static final int SSL_CA_CHAIN_REQUIRED = 0x7680;

    /// The peer sent a fatal alert.
    public static final int SSL_ALLOC_FAILED = 0x7F00;

    /// See mbedtls/ssl.h.
    public static final int SSL_FATAL_ALERT_MESSAGE = 0x7780;

    /// The server's certificate is not for servers.
    static final int SSL_BAD_CERTIFICATE = 0x7A00;

    private Errno() {}
}
