// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// From secrets to keys: HKDF-Expand-Label of TLS 1.3 (RFC 8446 §7.1), the PRF before it (RFC 5246
/// §5, RFC 2246 §5).
///
/// It is built on HMAC alone, not on the JDK's KDF service: a program that taps that service to log
/// its own TLS secrets must not see ours.
final class KeySchedule {
    private KeySchedule() {}

    static byte[] expandLabel(String hash, byte[] secret, String label, int length)
            throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(4 + name.length);
        info.putShort((short) length).put((byte) name.length).put(name).put((byte) 0);
        return expand(hash, secret, info.array(), length);
    }

    /// HKDF-Expand (RFC 5869 §2.3).
    private static byte[] expand(String hash, byte[] secret, byte[] info, int length)
            throws GeneralSecurityException {
        Mac mac = mac(hash, secret);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        int done = 0;
        for (int i = 1; done < length; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            int part = Math.min(block.length, length - done);
            System.arraycopy(block, 0, out, done, part);
            done += part;
        }
        return out;
    }

    /// The traffic secret after a KeyUpdate (RFC 8446 §7.2).
    static byte[] nextSecret(String hash, byte[] secret) throws GeneralSecurityException {
        return expandLabel(hash, secret, "traffic upd", secret.length);
    }

    /// The keys of a TLS 1.2 or older connection (RFC 5246 §6.3).
    static byte[] keyBlock(
            TlsVersion version,
            String hash,
            byte[] master,
            byte[] serverRandom,
            byte[] clientRandom,
            int length)
            throws GeneralSecurityException {
        byte[] label = "key expansion".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer seed = ByteBuffer.allocate(label.length + 64);
        seed.put(label).put(serverRandom).put(clientRandom);
        if (version.number() >= TlsVersion.TLS_1_2.number()) {
            return prf(hash, master, seed.array(), length);
        }
        int half = (master.length + 1) / 2;
        byte[] first = Arrays.copyOf(master, half);
        byte[] second = Arrays.copyOfRange(master, master.length - half, master.length);
        byte[] out = prf("MD5", first, seed.array(), length);
        byte[] other = prf("SHA1", second, seed.array(), length);
        for (int i = 0; i < length; i++) {
            out[i] ^= other[i];
        }
        return out;
    }

    /// P_hash (RFC 5246 §5).
    private static byte[] prf(String hash, byte[] secret, byte[] seed, int length)
            throws GeneralSecurityException {
        Mac mac = mac(hash, secret);
        byte[] out = new byte[length];
        byte[] a = mac.doFinal(seed);
        int done = 0;
        while (done < length) {
            mac.update(a);
            byte[] block = mac.doFinal(seed);
            int part = Math.min(block.length, length - done);
            System.arraycopy(block, 0, out, done, part);
            done += part;
            a = mac.doFinal(a);
        }
        return out;
    }

    private static Mac mac(String hash, byte[] secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("Hmac" + hash);
        mac.init(new SecretKeySpec(secret, "Hmac" + hash));
        return mac;
    }
}
