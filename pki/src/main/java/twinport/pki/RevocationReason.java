// SPDX-License-Identifier: MIT
package twinport.pki;

/// Why a certificate is withdrawn (RFC 5280 §5.3.1).
public enum RevocationReason {
    UNSPECIFIED(0),
    KEY_COMPROMISE(1),
    SUPERSEDED(4),
    CESSATION_OF_OPERATION(5);

    private final int code;

    RevocationReason(int code) {
        this.code = code;
    }

    /// The number in a CRL.
    int code() {
        return code;
    }
}
