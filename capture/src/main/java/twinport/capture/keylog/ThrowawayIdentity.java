// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.HexFormat;

/// A key and a self-signed certificate (RFC 5280 section 4.1) that live as long as one check.
final class ThrowawayIdentity {
    static final char[] PASSWORD = "throwaway".toCharArray();

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION_TAG = 0xA0;

    /// ecdsa-with-SHA256 (RFC 5758 section 3.2) and commonName, as encoded object identifiers.
    private static final byte[] ECDSA_SHA256 = HexFormat.of().parseHex("06082a8648ce3d040302");

    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");

    private ThrowawayIdentity() {}

    /// A key store with one key, its certificate, and the same certificate as trusted.
    static KeyStore keyStore(String name) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        Certificate certificate = selfSigned(name, keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", keys.getPrivate(), PASSWORD, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        return store;
    }

    private static Certificate selfSigned(String name, KeyPair keys)
            throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, ECDSA_SHA256);
        byte[] subject = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text(name))));
        byte[] validity = der(SEQUENCE, time("200101000000Z"), time("491231235959Z"));
        byte[] version = der(VERSION_TAG, der(INTEGER, new byte[] {2}));
        byte[] serial = der(INTEGER, new byte[] {1});
        byte[] publicKey = keys.getPublic().getEncoded();
        byte[] body =
                der(SEQUENCE, version, serial, algorithm, subject, validity, subject, publicKey);
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(body);
        byte[] signature = der(BIT_STRING, new byte[] {0}, signer.sign());
        byte[] certificate = der(SEQUENCE, body, algorithm, signature);
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static byte[] text(String text) {
        return der(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] time(String time) {
        return der(UTC_TIME, time.getBytes(StandardCharsets.US_ASCII));
    }

    /// Tag, length, contents; lengths up to two bytes (X.690 section 8.1.3).
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            contents.writeBytes(part);
        }
        int length = contents.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length & 0xFF);
        out.writeBytes(contents.toByteArray());
        return out.toByteArray();
    }
}
