// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A server's certificate that does not pass. Its cause steers the alert that JSSE sends.
final class Distrust extends CertificateException {
    private static final long serialVersionUID = 1L;

    /// Which of several flaws the alert names (mbedTLS's order).
    private static final List<Flaw> ALERT_ORDER =
            List.of(
                    Flaw.NAME,
                    Flaw.KEY_USAGE,
                    Flaw.EXTENDED_KEY_USAGE,
                    Flaw.KEY,
                    Flaw.EXPIRED,
                    Flaw.NOT_TRUSTED);

    private final EnumSet<Flaw> flaws;

    Distrust(Set<Flaw> flaws) {
        super(
                flaws.stream().map(Flaw::words).collect(Collectors.joining("\n")),
                alert(flaws));
        this.flaws = EnumSet.copyOf(flaws);
    }

    /// mbedTLS's number for it.
    int errno() {
        return flaws.stream().allMatch(Flaw::ofUsage)
                ? Errno.SSL_BAD_CERTIFICATE
                : Errno.X509_CERT_VERIFY_FAILED;
    }

    private static @Nullable Throwable alert(Set<Flaw> flaws) {
        for (Flaw each : ALERT_ORDER) {
            if (flaws.contains(each)) {
                Reason reason = each.reason().orElseThrow();
                return new CertPathValidatorException(each.words(), null, null, -1, reason);
            }
        }
        return null;
    }
}
