// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-CBC and 3DES-CBC with HMAC (RFC 5246 §6.2.3.2), also with encrypt-then-MAC (RFC 7366).
final class CbcOpener extends RecordOpener {
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final Mac mac;
    private final int macBytes;
    private final int block;
    private final boolean encryptThenMac;

    /// TLS 1.0 chains records: the last block of one is the IV of the next. Null from 1.1 on.
    private byte @Nullable [] chained;

    CbcOpener(CipherSuite suite, byte[] macKey, byte[] key, byte[] iv, boolean encryptThenMac)
            throws GeneralSecurityException {
        this.block = suite.blockBytes();
        this.key = new SecretKeySpec(key, block == 8 ? "DESede" : "AES");
        this.cipher = Cipher.getInstance(block == 8 ? "DESede/CBC/NoPadding" : "AES/CBC/NoPadding");
        this.mac = Mac.getInstance(suite.mac());
        this.mac.init(new SecretKeySpec(macKey, suite.mac()));
        this.macBytes = suite.macBytes();
        this.encryptThenMac = encryptThenMac;
        this.chained = iv.length == 0 ? null : iv;
    }

    @Override
    byte @Nullable [] open(byte[] record, int length, long number) throws GeneralSecurityException {
        byte[] chain = chained;
        int ivBytes = chain == null ? block : 0;
        int end = encryptThenMac ? length - macBytes : length;
        int sealed = end - HEADER_BYTES - ivBytes;
        if (sealed < block || sealed % block != 0) {
            return null;
        }
        byte[] iv =
                chain != null
                        ? chain
                        : Arrays.copyOfRange(record, HEADER_BYTES, HEADER_BYTES + ivBytes);
        if (encryptThenMac
                && !macFits(record, number, record, HEADER_BYTES, end - HEADER_BYTES, end)) {
            return null;
        }
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
        byte[] text = cipher.doFinal(record, HEADER_BYTES + ivBytes, sealed);
        if (chain != null) {
            chained = Arrays.copyOfRange(record, end - block, end);
        }
        int padding = text[text.length - 1] & 0xff;
        int textBytes = text.length - 1 - padding - (encryptThenMac ? 0 : macBytes);
        if (textBytes < 0) {
            return null;
        }
        if (!encryptThenMac && !macFits(record, number, text, 0, textBytes, textBytes)) {
            return null;
        }
        return Arrays.copyOf(text, textBytes);
    }

    private boolean macFits(
            byte[] record, long number, byte[] of, int from, int length, int macAt) {
        mac.update(additional(record, false, number, length));
        mac.update(of, from, length);
        return MessageDigest.isEqual(
                mac.doFinal(), Arrays.copyOfRange(of, macAt, macAt + macBytes));
    }
}
