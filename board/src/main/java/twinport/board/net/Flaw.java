// SPDX-License-Identifier: MIT
package twinport.board.net;

/// What mbedTLS finds wrong with a server's chain, in the order and words of
/// `mbedtls_x509_crt_verify_info`, and the alert that it sends then (RFC 5246 §7.2.2).
enum Flaw {
    EXPIRED("The certificate validity has expired", 45),
    NAME("The certificate Common Name (CN) does not match with the expected CN", 42),
    NOT_TRUSTED("The certificate is not correctly signed by the trusted CA", 48),
    FUTURE("The certificate validity starts in the future", 46),
    KEY_USAGE("Usage does not match the keyUsage extension", 43),
    EXTENDED_KEY_USAGE("Usage does not match the extendedKeyUsage extension", 43),
    HASH("The certificate is signed with an unacceptable hash.", 46),
    KEY("The certificate is signed with an unacceptable key (eg bad curve, RSA too short).", 43);

    private final String words;
    private final int alert;

    Flaw(String words, int alert) {
        this.words = words;
        this.alert = alert;
    }

    int alert() {
        return alert;
    }

    String words() {
        return words;
    }

    /// A flaw that mbedTLS finds after the chain passed: then the failure has another number.
    boolean ofUsage() {
        return this == KEY_USAGE || this == EXTENDED_KEY_USAGE;
    }
}
