// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CCM and AES-CCM-8 (RFC 6655), which the JDK has not: counter mode with CBC-MAC (RFC 3610),
/// here with a nonce of 12 bytes and so a length field of 3.
final class CcmOpener extends RecordOpener {
    private static final int BLOCK = 16;
    private static final int NONCE_BYTES = 12;
    private static final int EXPLICIT_NONCE_BYTES = 8;
    private static final byte[] ZEROS = new byte[BLOCK];

    /// Flags, nonce and length, then the length of the additional bytes and they, padded.
    private static final int HEAD_BYTES = 2 * BLOCK;

    private final boolean tls13;
    private final int explicit;
    private final int tagBytes;
    private final SecretKeySpec key;
    private final byte[] iv;
    private final Cipher counter;
    private final Cipher chain;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] first = new byte[BLOCK];
    private final byte[] tagMask = new byte[BLOCK];
    private byte[] blocks = new byte[HEAD_BYTES];
    private byte[] chained = new byte[HEAD_BYTES];

    CcmOpener(CipherSuite suite, byte[] key, byte[] iv, boolean tls13)
            throws GeneralSecurityException {
        this.tls13 = tls13;
        this.explicit = tls13 ? 0 : EXPLICIT_NONCE_BYTES;
        this.tagBytes = suite.tagBytes();
        this.key = new SecretKeySpec(key, "AES");
        this.iv = iv;
        this.counter = Cipher.getInstance("AES/CTR/NoPadding");
        this.chain = Cipher.getInstance("AES/CBC/NoPadding");
    }

    @Override
    int open(byte[] record, int length, long number, byte[] into) throws GeneralSecurityException {
        int at = HEADER_BYTES + explicit;
        int textBytes = length - at - tagBytes;
        if (textBytes < 0) {
            return REFUSED;
        }
        if (tls13) {
            numbered(iv, number, nonce);
        } else {
            System.arraycopy(iv, 0, nonce, 0, iv.length);
            System.arraycopy(record, HEADER_BYTES, nonce, iv.length, explicit);
            describe(record, number, textBytes);
        }
        // Counter block 0 covers the tag, the text begins with block 1 (RFC 3610 §2.3).
        first[0] = 2;
        System.arraycopy(nonce, 0, first, 1, NONCE_BYTES);
        counter.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(first));
        counter.update(ZEROS, 0, BLOCK, tagMask, 0);
        counter.doFinal(record, at, textBytes, into, 0);
        int tagAt = tag(record, into, textBytes);
        for (int i = 0; i < tagBytes; i++) {
            if (record[at + textBytes + i] != (byte) (chained[tagAt + i] ^ tagMask[i])) {
                return REFUSED;
            }
        }
        return textBytes;
    }

    /// The CBC-MAC over flags, nonce, length, additional bytes and text (RFC 3610 §2.2); it stands
    /// in `chained` at the place returned.
    private int tag(byte[] record, byte[] text, int textBytes) throws GeneralSecurityException {
        int length = HEAD_BYTES + (textBytes + BLOCK - 1) / BLOCK * BLOCK;
        if (blocks.length < length) {
            blocks = new byte[length];
            chained = new byte[length];
        }
        byte[] covered = tls13 ? record : additional;
        int coveredBytes = tls13 ? HEADER_BYTES : additional.length;
        blocks[0] = (byte) (0x40 | ((tagBytes - 2) / 2) << 3 | 2);
        System.arraycopy(nonce, 0, blocks, 1, NONCE_BYTES);
        blocks[13] = (byte) (textBytes >>> 16);
        blocks[14] = (byte) (textBytes >>> 8);
        blocks[15] = (byte) textBytes;
        blocks[16] = 0;
        blocks[17] = (byte) coveredBytes;
        System.arraycopy(covered, 0, blocks, 18, coveredBytes);
        Arrays.fill(blocks, 18 + coveredBytes, HEAD_BYTES, (byte) 0);
        System.arraycopy(text, 0, blocks, HEAD_BYTES, textBytes);
        Arrays.fill(blocks, HEAD_BYTES + textBytes, length, (byte) 0);
        chain.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(ZEROS));
        chain.doFinal(blocks, 0, length, chained, 0);
        return length - BLOCK;
    }
}
