// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-CCM and AES-CCM-8 (RFC 6655), which the JDK has not: counter mode with CBC-MAC (RFC 3610),
/// here with a nonce of 12 bytes and so a length field of 3.
final class CcmOpener extends RecordOpener {
    private static final int BLOCK = 16;
    private static final int EXPLICIT_NONCE_BYTES = 8;

    private final boolean tls13;
    private final int tagBytes;
    private final SecretKeySpec key;
    private final byte[] iv;
    private final Cipher counter;
    private final Cipher chain;

    CcmOpener(CipherSuite suite, byte[] key, byte[] iv, boolean tls13)
            throws GeneralSecurityException {
        this.tls13 = tls13;
        this.tagBytes = suite.tagBytes();
        this.key = new SecretKeySpec(key, "AES");
        this.iv = iv;
        this.counter = Cipher.getInstance("AES/CTR/NoPadding");
        this.chain = Cipher.getInstance("AES/CBC/NoPadding");
    }

    @Override
    byte @Nullable [] open(byte[] record, int length, long number) throws GeneralSecurityException {
        int explicit = tls13 ? 0 : EXPLICIT_NONCE_BYTES;
        int textBytes = length - HEADER_BYTES - explicit - tagBytes;
        if (textBytes < 0) {
            return null;
        }
        byte[] nonce;
        if (tls13) {
            nonce = numbered(iv, number);
        } else {
            nonce = Arrays.copyOf(iv, iv.length + explicit);
            System.arraycopy(record, HEADER_BYTES, nonce, iv.length, explicit);
        }
        // Counter block 0 covers the tag, the text begins with block 1 (RFC 3610 §2.3).
        byte[] first = new byte[BLOCK];
        first[0] = 2;
        System.arraycopy(nonce, 0, first, 1, nonce.length);
        counter.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(first));
        byte[] tagMask = counter.update(new byte[BLOCK]);
        int at = HEADER_BYTES + explicit;
        byte[] text = counter.doFinal(record, at, textBytes);
        byte[] tag = tag(nonce, additional(record, tls13, number, textBytes), text);
        for (int i = 0; i < tagBytes; i++) {
            tag[i] ^= tagMask[i];
        }
        byte[] sent = Arrays.copyOfRange(record, at + textBytes, length);
        return MessageDigest.isEqual(Arrays.copyOf(tag, tagBytes), sent) ? text : null;
    }

    /// The CBC-MAC over flags, nonce, length, additional bytes and text (RFC 3610 §2.2).
    private byte[] tag(byte[] nonce, byte[] additional, byte[] text)
            throws GeneralSecurityException {
        int head = BLOCK + pad(2 + additional.length);
        byte[] blocks = new byte[head + pad(text.length)];
        blocks[0] = (byte) (0x40 | ((tagBytes - 2) / 2) << 3 | 2);
        System.arraycopy(nonce, 0, blocks, 1, nonce.length);
        blocks[13] = (byte) (text.length >>> 16);
        blocks[14] = (byte) (text.length >>> 8);
        blocks[15] = (byte) text.length;
        blocks[17] = (byte) additional.length;
        System.arraycopy(additional, 0, blocks, 18, additional.length);
        System.arraycopy(text, 0, blocks, head, text.length);
        chain.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
        byte[] chained = chain.doFinal(blocks);
        return Arrays.copyOfRange(chained, chained.length - BLOCK, chained.length);
    }

    private static int pad(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }
}
