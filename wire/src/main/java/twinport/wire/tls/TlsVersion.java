// SPDX-License-Identifier: MIT
package twinport.wire.tls;

/// A protocol version as it stands on the wire, e.g. 0x0303 for TLS 1.2.
public record TlsVersion(int number) {
    public static final TlsVersion SSL_3_0 = new TlsVersion(0x0300);
    public static final TlsVersion TLS_1_2 = new TlsVersion(0x0303);
    public static final TlsVersion TLS_1_3 = new TlsVersion(0x0304);

    /// Drafts of TLS 1.3 name themselves 0x7f00 + draft number; from 23 on their records are final.
    private static final int FIRST_DRAFT = 0x7f00;

    public boolean isTls13() {
        return number == TLS_1_3.number || (number > FIRST_DRAFT && number <= FIRST_DRAFT + 0x40);
    }

    /// Values like 0x0a0a that clients send to keep servers tolerant (RFC 8701).
    public static boolean isGrease(int number) {
        return (number & 0x0f0f) == 0x0a0a && (number >> 8) == (number & 0xff);
    }

    @Override
    public String toString() {
        if (isTls13() && number != TLS_1_3.number) {
            return "TLS 1.3 (draft " + (number - FIRST_DRAFT) + ")";
        }
        return switch (number) {
            case 0x0002 -> "SSL 2.0";
            case 0x0300 -> "SSL 3.0";
            case 0x0301 -> "TLS 1.0";
            case 0x0302 -> "TLS 1.1";
            case 0x0303 -> "TLS 1.2";
            case 0x0304 -> "TLS 1.3";
            default -> String.format("0x%04x", number);
        };
    }
}
