// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import twinport.pki.Credentials;
import twinport.wire.tls.CipherSuite;

/// A server's first flight before TLS 1.3 (RFC 4346 and 5246 §7.4): ServerHello, Certificate,
/// ServerKeyExchange where the suite has one, ServerHelloDone.
final class OldFlight {
    private static final int TLS_1_2 = 0x0303;
    private static final int HELLO = 2;
    private static final int CERTIFICATE = 11;
    private static final int KEY_EXCHANGE = 12;
    private static final int HELLO_DONE = 14;
    private static final int SECP256R1 = 23;
    private static final int COORDINATE_BYTES = 32;

    private final int version;
    private final int suite;
    private final Credentials shown;
    private final SecureRandom random;
    private final byte[] clientRandom;
    private final byte[] serverRandom = new byte[32];

    OldFlight(int version, int suite, Credentials shown, SecureRandom random, byte[] clientRandom) {
        this.version = version;
        this.suite = suite;
        this.shown = shown;
        this.random = random;
        this.clientRandom = clientRandom.clone();
        random.nextBytes(serverRandom);
    }

    /// All in one record.
    byte[] record() throws GeneralSecurityException {
        String name = CipherSuite.of(suite).name();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        messages.writeBytes(message(HELLO, hello()));
        boolean anonymous = name.contains("_anon_");
        if (!anonymous) {
            messages.writeBytes(message(CERTIFICATE, chain()));
        }
        if (name.contains("_ECDHE_") || name.contains("_ECDH_anon_")) {
            messages.writeBytes(message(KEY_EXCHANGE, keyExchange(anonymous)));
        }
        messages.writeBytes(message(HELLO_DONE, new byte[0]));
        byte[] all = messages.toByteArray();
        return written(out -> {
            out.writeByte(22);
            out.writeShort(version);
            out.writeShort(all.length);
            out.write(all);
        });
    }

    private byte[] hello() {
        return written(out -> {
            out.writeShort(version);
            out.write(serverRandom);
            out.writeByte(0); // no session id
            out.writeShort(suite);
            out.writeByte(0); // no compression
            out.writeShort(5); // renegotiation_info, empty (RFC 5746 §3.6)
            out.writeShort(0xff01);
            out.writeShort(1);
            out.writeByte(0);
        });
    }

    private byte[] chain() throws GeneralSecurityException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (X509Certificate each : shown.chain()) {
            list.writeBytes(longPrefixed(each.getEncoded()));
        }
        return longPrefixed(list.toByteArray());
    }

    /// RFC 8422 §5.4.
    private byte[] keyExchange(boolean anonymous) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        byte[] parameters = parameters((ECPublicKey) pair.getPublic());
        byte[] signature = anonymous ? new byte[0] : signature(parameters);
        return written(out -> {
            out.write(parameters);
            if (anonymous) {
                return;
            }
            if (version == TLS_1_2) {
                out.writeShort(0x0401); // rsa_pkcs1_sha256
            }
            out.writeShort(signature.length);
            out.write(signature);
        });
    }

    private static byte[] parameters(ECPublicKey key) {
        return written(out -> {
            out.writeByte(3); // named_curve
            out.writeShort(SECP256R1);
            out.writeByte(1 + 2 * COORDINATE_BYTES);
            out.writeByte(4); // uncompressed
            out.write(coordinate(key.getW().getAffineX()));
            out.write(coordinate(key.getW().getAffineY()));
        });
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, out, COORDINATE_BYTES - length, length);
        return out;
    }

    /// Before TLS 1.2 RSA signs MD5 and SHA-1 side by side, without naming them (RFC 4346 §7.4.3).
    private byte[] signature(byte[] parameters) throws GeneralSecurityException {
        PrivateKey key = shown.key();
        if (version == TLS_1_2) {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key, random);
            signature.update(clientRandom);
            signature.update(serverRandom);
            signature.update(parameters);
            return signature.sign();
        }
        byte[] both = Arrays.copyOf(digest("MD5", parameters), 36);
        System.arraycopy(digest("SHA-1", parameters), 0, both, 16, 20);
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key, random);
        return cipher.doFinal(both);
    }

    private byte[] digest(String algorithm, byte[] parameters) throws GeneralSecurityException {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        digest.update(clientRandom);
        digest.update(serverRandom);
        return digest.digest(parameters);
    }

    private static byte[] message(int type, byte[] body) {
        return written(out -> {
            out.writeByte(type);
            out.write(longPrefixed(body));
        });
    }

    private static byte[] longPrefixed(byte[] body) {
        return written(out -> {
            out.writeByte(body.length >> 16);
            out.writeShort(body.length);
            out.write(body);
        });
    }

    private interface Writing {
        void into(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.into(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }
}
