// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What mbedTLS finds wrong with a server's chain, in the order and words of
/// `mbedtls_x509_crt_verify_info`, and the alert that it then sends.
enum Flaw {
    EXPIRED("The certificate validity has expired", BasicReason.EXPIRED),
    NAME(
            "The certificate Common Name (CN) does not match with the expected CN",
            BasicReason.INVALID_SIGNATURE),
    NOT_TRUSTED(
            "The certificate is not correctly signed by the trusted CA",
            PKIXReason.NO_TRUST_ANCHOR),
    FUTURE("The certificate validity starts in the future", null),
    KEY_USAGE(
            "Usage does not match the keyUsage extension", BasicReason.ALGORITHM_CONSTRAINED),
    EXTENDED_KEY_USAGE(
            "Usage does not match the extendedKeyUsage extension",
            BasicReason.ALGORITHM_CONSTRAINED),
    HASH("The certificate is signed with an unacceptable hash.", null),
    KEY(
            "The certificate is signed with an unacceptable key (eg bad curve, RSA too short).",
            BasicReason.ALGORITHM_CONSTRAINED);

    private final String words;
    private final @Nullable Reason reason;

    Flaw(String words, @Nullable Reason reason) {
        this.words = words;
        this.reason = reason;
    }

    String words() {
        return words;
    }

    /// The reason for which JSSE sends the alert that mbedTLS would: of those that mbedTLS looks at
    /// first (`ssl_parse_certificate_verify`) the first; without one, `certificate_unknown`.
    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    /// A flaw that mbedTLS finds after the chain passed: then the failure has another number.
    boolean ofUsage() {
        return this == KEY_USAGE || this == EXTENDED_KEY_USAGE;
    }
}
