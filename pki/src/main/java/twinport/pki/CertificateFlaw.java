// SPDX-License-Identifier: MIT
package twinport.pki;

/// What is wrong with a server certificate that was made for a test, all else being right.
public enum CertificateFlaw {
    /// Nothing.
    NONE,
    /// Nothing, with an RSA key of 2048 bits, for what is older than elliptic curves.
    NONE_RSA,
    /// Another CA signed it, of another name.
    UNKNOWN_CA,
    /// Another CA signed it, which bears the right one's name.
    SAME_NAME_CA,
    /// It is for another host.
    WRONG_NAME,
    EXPIRED,
    NOT_YET_VALID,
    SELF_SIGNED,
    /// The name stands in the subject alone (RFC 9525 §2: names there do not count).
    NO_ALTERNATIVE_NAMES,
    /// It is a client's (extended key usage, RFC 5280 §4.2.1.12).
    WRONG_USE,
    /// RSA of 1024 bits.
    WEAK_KEY,
    /// The CA signed it with SHA-1.
    SHA1_SIGNATURE,
    /// An intermediate CA signed it, whose certificate is not sent along.
    INCOMPLETE_CHAIN,
    /// It stands on the CA's list of revoked certificates.
    REVOKED;

    /// Whether the right CA must sign it: otherwise it has more than one flaw.
    public boolean needsTheAuthority() {
        return switch (this) {
            case UNKNOWN_CA, SAME_NAME_CA, SELF_SIGNED -> false;
            default -> true;
        };
    }
}
