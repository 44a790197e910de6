// SPDX-License-Identifier: MIT
package twinport.pki;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/// A certificate that this CA signed for a device, and whether it was withdrawn.
public record IssuedCertificate(
        BigInteger serial, String identity, Instant notAfter, Optional<Withdrawal> withdrawal) {

    /// When and why it was withdrawn.
    public record Withdrawal(Instant at, RevocationReason reason) {}

    IssuedCertificate withdrawn(Withdrawal how) {
        return withdrawal.isPresent()
                ? this
                : new IssuedCertificate(serial, identity, notAfter, Optional.of(how));
    }
}
