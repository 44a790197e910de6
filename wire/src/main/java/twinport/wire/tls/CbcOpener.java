// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-CBC and 3DES-CBC with HMAC (RFC 5246 §6.2.3.2), also with encrypt-then-MAC (RFC 7366).
final class CbcOpener extends RecordOpener {
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final Mac mac;
    private final byte[] tag;
    private final int block;
    private final boolean encryptThenMac;

    /// TLS 1.0 chains records: the last block of one is the IV of the next. Later records carry
    /// theirs.
    private final boolean chained;

    private final byte[] chain;

    CbcOpener(CipherSuite suite, byte[] macKey, byte[] key, byte[] iv, boolean encryptThenMac)
            throws GeneralSecurityException {
        this.block = suite.blockBytes();
        this.key = new SecretKeySpec(key, block == 8 ? "DESede" : "AES");
        this.cipher = Cipher.getInstance(block == 8 ? "DESede/CBC/NoPadding" : "AES/CBC/NoPadding");
        this.mac = Mac.getInstance(suite.mac());
        this.mac.init(new SecretKeySpec(macKey, suite.mac()));
        this.tag = new byte[suite.macBytes()];
        this.encryptThenMac = encryptThenMac;
        this.chained = iv.length > 0;
        this.chain = chained ? iv : new byte[block];
    }

    @Override
    int open(byte[] record, int length, long number, byte[] into) throws GeneralSecurityException {
        int from = HEADER_BYTES + (chained ? 0 : block);
        int end = encryptThenMac ? length - tag.length : length;
        int sealed = end - from;
        if (sealed < block || sealed % block != 0) {
            return REFUSED;
        }
        if (encryptThenMac) {
            describe(record, number, end - HEADER_BYTES);
            if (!macFits(record, HEADER_BYTES, end)) {
                return REFUSED;
            }
        }
        IvParameterSpec iv =
                chained
                        ? new IvParameterSpec(chain)
                        : new IvParameterSpec(record, HEADER_BYTES, block);
        cipher.init(Cipher.DECRYPT_MODE, key, iv);
        int clear = cipher.doFinal(record, from, sealed, into, 0);
        if (chained) {
            System.arraycopy(record, end - block, chain, 0, block);
        }
        int padding = into[clear - 1] & 0xff;
        int textBytes = clear - 1 - padding - (encryptThenMac ? 0 : tag.length);
        if (textBytes < 0) {
            return REFUSED;
        }
        if (!encryptThenMac) {
            describe(record, number, textBytes);
            if (!macFits(into, 0, textBytes)) {
                return REFUSED;
            }
        }
        return textBytes;
    }

    /// Whether the MAC that stands behind these bytes is theirs.
    private boolean macFits(byte[] of, int from, int to) throws GeneralSecurityException {
        mac.update(additional);
        mac.update(of, from, to - from);
        mac.doFinal(tag, 0);
        return Arrays.equals(tag, 0, tag.length, of, to, to + tag.length);
    }
}
