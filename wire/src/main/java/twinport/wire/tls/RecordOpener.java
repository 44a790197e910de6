// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/// Opens the sealed records of one direction, with one set of keys.
///
/// Its ciphers and small buffers are made once; a record costs the setting of its nonce and the
/// cipher's own work.
abstract sealed class RecordOpener permits AeadOpener, CcmOpener, CbcOpener {
    static final int HEADER_BYTES = 5;

    /// The record was not sealed with this key and number.
    static final int REFUSED = -1;

    private static final int ADDITIONAL_BYTES = 13;

    /// What a record's tag covers beside its text, in TLS 1.2 and older (RFC 5246 §6.2.3.3).
    final byte[] additional = new byte[ADDITIONAL_BYTES];

    /// Opens a record; the answer is the length of its text, or [#REFUSED].
    ///
    /// @param record header and body
    /// @param length of header and body together
    /// @param number of the record under these keys, from 0
    /// @param into room for the longest body; not `record`
    abstract int open(byte[] record, int length, long number, byte[] into)
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
        return Arrays.copyOfRange(block, from, from + length);
    }

    /// Writes the nonce of RFC 8446 §5.3: the record's number, padded on the left, over the IV.
    static void numbered(byte[] iv, long number, byte[] nonce) {
        int padding = iv.length - 8;
        System.arraycopy(iv, 0, nonce, 0, padding);
        for (int i = 0; i < 8; i++) {
            nonce[padding + i] = (byte) (iv[padding + i] ^ number >>> (56 - 8 * i));
        }
    }

    /// Fills [#additional]: number, type, version, and the length of the text.
    final void describe(byte[] record, long number, int textBytes) {
        for (int i = 0; i < 8; i++) {
            additional[i] = (byte) (number >>> (56 - 8 * i));
        }
        additional[8] = record[0];
        additional[9] = record[1];
        additional[10] = record[2];
        additional[11] = (byte) (textBytes >>> 8);
        additional[12] = (byte) textBytes;
    }
}
