// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.util.Optional;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.pki.BadCertificates;
import twinport.pki.CertificateFlaw;
import twinport.pki.Credentials;

/// The certificate of each row.
public final class Wardrobe {
    private final BadCertificates certificates;
    private final boolean authority;
    private final Optional<Credentials> present;
    private Optional<Credentials> revoked = Optional.empty();

    /// @param authority whether the certificates are signed by a CA that devices trust
    /// @param present the certificate that devices know as their broker's, where its key is at hand
    public Wardrobe(
            BadCertificates certificates, boolean authority, Optional<Credentials> present) {
        this.certificates = certificates;
        this.authority = authority;
        this.present = present;
    }

    boolean hasAuthority() {
        return authority;
    }

    /// Made once, so that it can be put on the list before it is shown.
    public Credentials revoked() {
        if (revoked.isEmpty()) {
            revoked = Optional.of(certificates.with(CertificateFlaw.REVOKED));
        }
        return revoked.get();
    }

    Optional<Credentials> shown(Row row) {
        return switch (row) {
            case GOOD -> present.or(() -> made(CertificateFlaw.NONE));
            case RENEWED -> made(CertificateFlaw.NONE);
            case UNKNOWN_CA -> made(CertificateFlaw.UNKNOWN_CA);
            case SAME_NAME_CA -> made(CertificateFlaw.SAME_NAME_CA);
            case WRONG_NAME -> made(CertificateFlaw.WRONG_NAME);
            case EXPIRED -> made(CertificateFlaw.EXPIRED);
            case NOT_YET_VALID -> made(CertificateFlaw.NOT_YET_VALID);
            case SELF_SIGNED -> made(CertificateFlaw.SELF_SIGNED);
            case NO_SAN -> made(CertificateFlaw.NO_ALTERNATIVE_NAMES);
            case WRONG_USE -> made(CertificateFlaw.WRONG_USE);
            case WEAK_KEY -> made(CertificateFlaw.WEAK_KEY);
            case SHA1 -> made(CertificateFlaw.SHA1_SIGNATURE);
            case INCOMPLETE_CHAIN -> made(CertificateFlaw.INCOMPLETE_CHAIN);
            case REVOKED -> Optional.of(revoked());
            case OLD_TLS, WEAK_SUITES -> made(CertificateFlaw.NONE_RSA);
            case PLAIN -> Optional.empty();
        };
    }

    private Optional<Credentials> made(CertificateFlaw flaw) {
        return Optional.of(certificates.with(flaw));
    }
}
