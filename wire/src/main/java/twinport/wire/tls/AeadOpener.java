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
import org.jspecify.annotations.Nullable;

/// AES-GCM (RFC 5288) and ChaCha20-Poly1305 (RFC 7905), in TLS 1.2 and 1.3.
final class AeadOpener extends RecordOpener {
    private static final int TAG_BYTES = 16;
    private static final int EXPLICIT_NONCE_BYTES = 8;

    private final boolean chacha;
    private final boolean tls13;
    private final Key key;
    private final byte[] iv;
    private Cipher cipher;

    AeadOpener(CipherSuite suite, byte[] key, byte[] iv, boolean tls13)
            throws GeneralSecurityException {
        this.chacha = suite.mode() == CipherSuite.Mode.CHACHA20;
        this.tls13 = tls13;
        this.key = new SecretKeySpec(key, chacha ? "ChaCha20" : "AES");
        this.iv = iv;
        this.cipher = fresh();
    }

    private Cipher fresh() throws GeneralSecurityException {
        return Cipher.getInstance(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
    }

    @Override
    byte @Nullable [] open(byte[] record, int length, long number) throws GeneralSecurityException {
        int explicit = tls13 || chacha ? 0 : EXPLICIT_NONCE_BYTES;
        int textBytes = length - HEADER_BYTES - explicit - TAG_BYTES;
        if (textBytes < 0) {
            return null;
        }
        cipher.init(Cipher.DECRYPT_MODE, key, nonce(record, explicit, number));
        cipher.updateAAD(additional(record, tls13, number, textBytes));
        try {
            return cipher.doFinal(record, HEADER_BYTES + explicit, textBytes + TAG_BYTES);
        } catch (AEADBadTagException e) {
            // ChaCha20 refuses to be set to the same nonce twice in a row, and we may try again.
            cipher = fresh();
            return null;
        }
    }

    private AlgorithmParameterSpec nonce(byte[] record, int explicit, long number) {
        byte[] nonce;
        if (explicit == 0) {
            nonce = numbered(iv, number);
        } else {
            nonce = new byte[iv.length + explicit];
            System.arraycopy(iv, 0, nonce, 0, iv.length);
            System.arraycopy(record, HEADER_BYTES, nonce, iv.length, explicit);
        }
        return chacha ? new IvParameterSpec(nonce) : new GCMParameterSpec(TAG_BYTES * 8, nonce);
    }
}
