// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/// Opens the sealed records of one direction, with one set of keys.
abstract sealed class RecordOpener permits AeadOpener, CcmOpener, CbcOpener {
    static final int HEADER_BYTES = 5;

    /// Opens a record; null when it was not sealed with this key and number.
    ///
    /// @param record header and body
    /// @param length of header and body together
    /// @param number of the record under these keys, from 0
    abstract byte @Nullable [] open(byte[] record, int length, long number)
            throws GeneralSecurityException;

    /// The keys of a TLS 1.3 traffic secret (RFC 8446 §7.3).
    static RecordOpener ofTrafficSecret(CipherSuite suite, byte[] secret)
            throws GeneralSecurityException {
        byte[] key = KeySchedule.expandLabel(suite.hash(), secret, "key", suite.keyBytes());
        byte[] iv = KeySchedule.expandLabel(suite.hash(), secret, "iv", 12);
        return suite.mode() == CipherSuite.Mode.CCM
                ? new CcmOpener(suite, key, iv, true)
                : new AeadOpener(suite, key, iv, true);
    }

    /// The keys of one direction out of the key block of TLS 1.2 or older.
    ///
    /// @param client whether the direction is the client's
    /// @param encryptThenMac whether RFC 7366 was agreed on
    static RecordOpener ofMaster(
            CipherSuite suite,
            TlsVersion version,
            byte[] master,
            byte[] serverRandom,
            byte[] clientRandom,
            boolean client,
            boolean encryptThenMac)
            throws GeneralSecurityException {
        boolean cbc = suite.mode() == CipherSuite.Mode.CBC;
        boolean older = version.number() < 0x0302;
        int mac = cbc ? suite.macBytes() : 0;
        int key = suite.keyBytes();
        int iv =
                switch (suite.mode()) {
                    case CHACHA20 -> 12;
                    case CBC -> older ? suite.blockBytes() : 0;
                    default -> 4;
                };
        byte[] block =
                KeySchedule.keyBlock(
                        version,
                        suite.hash(),
                        master,
                        serverRandom,
                        clientRandom,
                        2 * (mac + key + iv));
        int side = client ? 0 : 1;
        byte[] macKey = part(block, side * mac, mac);
        byte[] writeKey = part(block, 2 * mac + side * key, key);
        byte[] writeIv = part(block, 2 * (mac + key) + side * iv, iv);
        return switch (suite.mode()) {
            case CBC -> new CbcOpener(suite, macKey, writeKey, writeIv, encryptThenMac);
            case CCM -> new CcmOpener(suite, writeKey, writeIv, false);
            default -> new AeadOpener(suite, writeKey, writeIv, false);
        };
    }

    private static byte[] part(byte[] block, int from, int length) {
        return java.util.Arrays.copyOfRange(block, from, from + length);
    }

    /// The nonce of RFC 8446 §5.3: the record's number, padded on the left, over the IV.
    static byte[] numbered(byte[] iv, long number) {
        byte[] nonce = iv.clone();
        for (int i = 0; i < 8; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (number >>> (8 * i));
        }
        return nonce;
    }

    /// What a record's tag covers beside its text.
    static byte[] additional(byte[] record, boolean tls13, long number, int textBytes) {
        byte[] bytes = new byte[tls13 ? HEADER_BYTES : 13];
        if (tls13) {
            System.arraycopy(record, 0, bytes, 0, HEADER_BYTES);
            return bytes;
        }
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (number >>> (56 - 8 * i));
        }
        System.arraycopy(record, 0, bytes, 8, 3);
        bytes[11] = (byte) (textBytes >>> 8);
        bytes[12] = (byte) textBytes;
        return bytes;
    }
}
