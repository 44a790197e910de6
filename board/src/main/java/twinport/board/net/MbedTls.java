// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.util.List;

/// The mbedTLS of one port, as far as firmware and servers can tell it from others: how it was
/// built, and what it says. Where each of this comes from stands in docs/reference/board-errors.md.
public enum MbedTls {
    /// Arduino core 2.0.17: mbedTLS 2.28 without `MBEDTLS_HAVE_TIME_DATE`, so that no certificate
    /// is too old or too young. Names are compared with names only, never with an IP address in the
    /// certificate. Both record buffers are whole.
    ARDUINO("2.28", false, false, 16_384, 16_384),

    /// MicroPython 1.27: mbedTLS 3.6 with dates (`sdkconfig.base`) and the output buffer of 4 KB.
    MICROPYTHON("3.6", true, true, 16_384, 4_096);

    /// Neither port is built with TLS 1.3 (`CONFIG_MBEDTLS_SSL_PROTO_TLS1_3` is off by default).
    private static final List<String> PROTOCOLS = List.of("TLSv1.2");

    /// What a buffer has beside a record's content (`ssl_misc.h`, `ssl_internal.h`): the sequence
    /// number and header (13), the longest IV (16), a MAC of SHA-384 (48) and padding (256).
    private static final int OVERHEAD = 13 + 16 + 48 + 256;

    private final String version;
    private final boolean dates;
    private final boolean addresses;
    private final int incomingContent;
    private final int outgoingContent;

    MbedTls(
            String version,
            boolean dates,
            boolean addresses,
            int incomingContent,
            int outgoingContent) {
        this.version = version;
        this.dates = dates;
        this.addresses = addresses;
        this.incomingContent = incomingContent;
        this.outgoingContent = outgoingContent;
    }

    public String version() {
        return version;
    }

    /// Whether a certificate's dates are looked at.
    public boolean checksDates() {
        return dates;
    }

    /// Whether an IP address is found among the addresses of a certificate (since mbedTLS 3.5).
    boolean matchesAddresses() {
        return addresses;
    }

    /// The versions offered, by JSSE's names.
    public List<String> protocols() {
        return PROTOCOLS;
    }

    /// Bytes of the buffer for what comes in (`MBEDTLS_SSL_IN_BUFFER_LEN`).
    int incomingBuffer() {
        return incomingContent + OVERHEAD;
    }

    /// Bytes of the buffer for what goes out (`MBEDTLS_SSL_OUT_BUFFER_LEN`).
    int outgoingBuffer() {
        return outgoingContent + OVERHEAD;
    }

    /// Bytes of a buffer for records of this content.
    static int bufferFor(int content) {
        return content + OVERHEAD;
    }
}
