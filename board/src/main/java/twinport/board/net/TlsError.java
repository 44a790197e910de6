// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.util.Arrays;
import java.util.Optional;

/// The failures of TLS that firmware meets, with mbedTLS's numbers and the words of
/// `mbedtls_strerror`, which `WiFiClientSecure::lastError` gives to a sketch. MicroPython gives the
/// names instead.
public enum TlsError {
    GENERIC_ERROR(1, "ERROR - Generic error"),
    NET_CONN_RESET(0x0050, "NET - Connection was reset by peer"),
    PEM_INVALID_DATA(
            0x112C, "PEM - PEM string is not as expected : BASE64 - Invalid character in input"),
    X509_INVALID_FORMAT(
            0x2180, "X509 - The CRT/CRL/CSR format is invalid, e.g. different type expected"),
    X509_CERT_VERIFY_FAILED(
            0x2700,
            "X509 - Certificate verification failed, e.g. CRL, CA or signature check failed"),
    X509_CERT_UNKNOWN_FORMAT(0x2780, "X509 - Format not recognized as DER or PEM"),
    PK_PASSWORD_REQUIRED(0x3C00, "PK - Private key password can't be empty"),
    PK_KEY_INVALID_FORMAT(0x3D00, "PK - Invalid key tag or value"),
    SSL_INVALID_RECORD(0x7200, "SSL - An invalid SSL record was received"),
    SSL_CONN_EOF(0x7280, "SSL - The connection indicated an EOF"),
    SSL_CA_CHAIN_REQUIRED(0x7680, "SSL - No CA Chain is set, but required to operate"),
    SSL_FATAL_ALERT_MESSAGE(0x7780, "SSL - A fatal alert message was received from our peer"),
    SSL_BAD_CERTIFICATE(0x7A00, "SSL - Processing of the Certificate handshake message failed"),
    SSL_ALLOC_FAILED(0x7F00, "SSL - Memory allocation failed");

    private final int number;
    private final String words;

    TlsError(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /// Above zero; firmware sees it negative.
    public int number() {
        return number;
    }

    /// At most 99 characters, as in the buffer of the ESP32's core.
    public String words() {
        return words;
    }

    /// What `mbedtls_strerror` makes of a number, whichever its sign.
    public static String words(int number) {
        int positive = Math.abs(number);
        return of(positive)
                .map(TlsError::words)
                .orElseGet(() -> "UNKNOWN ERROR CODE (%04X)".formatted(positive));
    }

    static Optional<TlsError> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
