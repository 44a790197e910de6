// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.Optional;
import twinport.wire.tls.HandshakeMessage.ServerHello;

/// How many bytes a sealed record holds, as its length tells without any key.
///
/// @param least at least so many, if nothing was padded beyond need
/// @param most at most so many, always
/// @param paddable whether the protocol lets the sender pad beyond need: TLS 1.3 (RFC 8446 §5.4)
///   and CBC suites (RFC 5246 §6.2.3.2); what was padded holds less
public record ContentLength(int least, int most, boolean paddable) {
    private static final int EXPLICIT_NONCE = 8;
    private static final int CONTENT_TYPE = 1;
    private static final int TLS_1_0 = 0x0301;

    /// Empty where the suite's records are not known here, hold no sealed bytes or are compressed.
    ///
    /// @param recordLength of the record's body
    public static Optional<ContentLength> of(ServerHello chosen, int recordLength) {
        CipherSuite suite = chosen.cipherSuite();
        if (chosen.version().isTls13()) {
            return suite.opensTls13()
                    ? aead(recordLength - suite.tagBytes() - CONTENT_TYPE, true)
                    : Optional.empty();
        }
        if (chosen.compression() != 0) {
            return Optional.empty();
        }
        return switch (suite.mode()) {
            case GCM, CCM -> aead(recordLength - EXPLICIT_NONCE - suite.tagBytes(), false);
            case CHACHA20 -> aead(recordLength - suite.tagBytes(), false);
            case CBC -> cbc(chosen, suite, recordLength);
            case NONE, OTHER -> Optional.empty();
        };
    }

    private static Optional<ContentLength> aead(int length, boolean paddable) {
        return length < 0
                ? Optional.empty()
                : Optional.of(new ContentLength(length, length, paddable));
    }

    /// RFC 5246 §6.2.3.2, RFC 7366 §3; before TLS 1.1 no initialisation vector is sent.
    private static Optional<ContentLength> cbc(
            ServerHello chosen, CipherSuite suite, int recordLength) {
        int vector = chosen.version().number() > TLS_1_0 ? suite.blockBytes() : 0;
        int most = recordLength - vector - suite.macBytes() - 1;
        return most < 0
                ? Optional.empty()
                : Optional.of(
                        new ContentLength(Math.max(0, most - suite.blockBytes() + 1), most, true));
    }
}
