// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.security.cert.CertificateException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A server's certificate that does not pass.
final class Distrust extends CertificateException {
    private static final long serialVersionUID = 1L;

    /// Which of several flaws the alert names (`ssl_parse_certificate_verify`); any other is last.
    private static final List<Flaw> ALERT_ORDER =
            List.of(
                    Flaw.FUTURE,
                    Flaw.NOT_TRUSTED,
                    Flaw.EXPIRED,
                    Flaw.KEY,
                    Flaw.EXTENDED_KEY_USAGE,
                    Flaw.KEY_USAGE,
                    Flaw.NAME);

    private final EnumSet<Flaw> flaws;

    Distrust(Set<Flaw> flaws) {
        super(flaws.stream().map(Flaw::words).collect(Collectors.joining("\n")));
        this.flaws = EnumSet.copyOf(flaws);
    }

    /// mbedTLS's number for it.
    int errno() {
        return flaws.stream().allMatch(Flaw::ofUsage)
                ? Errno.SSL_BAD_CERTIFICATE
                : Errno.X509_CERT_VERIFY_FAILED;
    }

    /// The alert that mbedTLS sends.
    int alert() {
        return flaws.stream()
                .max(Comparator.comparingInt(ALERT_ORDER::indexOf))
                .orElse(Flaw.HASH)
                .alert();
    }
}
