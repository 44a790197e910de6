// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-GCM (RFC 5288) and ChaCha20-Poly1305 (RFC 7905), in TLS 1.2 and 1.3.
final class AeadOpener extends RecordOpener {
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int EXPLICIT_NONCE_BYTES = 8;

    private final boolean chacha;
    private final boolean tls13;
    private final int explicit;
    private final Key key;
    private final byte[] iv;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private Cipher cipher;

    AeadOpener(CipherSuite suite, byte[] key, byte[] iv, boolean tls13)
            throws GeneralSecurityException {
        this.chacha = suite.mode() == CipherSuite.Mode.CHACHA20;
        this.tls13 = tls13;
        this.explicit = tls13 || chacha ? 0 : EXPLICIT_NONCE_BYTES;
        this.key = new SecretKeySpec(key, chacha ? "ChaCha20" : "AES");
        this.iv = iv;
        this.cipher = fresh();
    }

    private Cipher fresh() throws GeneralSecurityException {
        return Cipher.getInstance(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
    }

    @Override
    int open(byte[] record, int length, long number, byte[] into) throws GeneralSecurityException {
        int at = HEADER_BYTES + explicit;
        int textBytes = length - at - TAG_BYTES;
        if (textBytes < 0) {
            return REFUSED;
        }
        cipher.init(Cipher.DECRYPT_MODE, key, nonce(record, number));
        if (tls13) {
            cipher.updateAAD(record, 0, HEADER_BYTES);
        } else {
            describe(record, number, textBytes);
            cipher.updateAAD(additional);
        }
        try {
            return cipher.doFinal(record, at, textBytes + TAG_BYTES, into, 0);
        } catch (AEADBadTagException e) {
            // ChaCha20 refuses to be set to the same nonce twice in a row, and we may try again.
            cipher = fresh();
            return REFUSED;
        }
    }

    private AlgorithmParameterSpec nonce(byte[] record, long number) {
        if (explicit == 0) {
            numbered(iv, number, nonce);
        } else {
            System.arraycopy(iv, 0, nonce, 0, iv.length);
            System.arraycopy(record, HEADER_BYTES, nonce, iv.length, explicit);
        }
        return chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG_BYTES * 8, nonce);
    }
}
