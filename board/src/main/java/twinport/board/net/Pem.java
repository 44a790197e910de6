// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Certificates and private keys as firmware carries them: PEM (RFC 7468) or bare DER.
final class Pem {
    /// More in one text than any firmware has; bounds the work.
    private static final int MAX_BLOCKS = 64;

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int DER_SEQUENCE = 0x30;

    // AlgorithmIdentifier of RFC 8017 (rsaEncryption, NULL) and the OID id-ecPublicKey of RFC 5480.
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION_0 = {2, 1, 0};

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(String label, byte[] der) {}

    private Pem() {}

    static List<X509Certificate> certificates(byte[] text) throws NetworkException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(text, "CERTIFICATE")) {
                if (block.label().equals("CERTIFICATE")) {
                    found.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new NetworkException(
                    Errno.X509_INVALID_FORMAT, "a certificate cannot be read: " + e, e);
        }
        if (found.isEmpty()) {
            throw new NetworkException(
                    Errno.X509_INVALID_FORMAT,
                    "no certificate found: it begins with -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    static PrivateKey privateKey(byte[] text) throws NetworkException {
        try {
            for (Block block : blocks(text, "PRIVATE KEY")) {
                switch (block.label()) {
                    case "PRIVATE KEY" -> {
                        return pkcs8(block.der());
                    }
                    case "EC PRIVATE KEY" -> {
                        return rsaOrEc("EC", wrap(ecAlgorithm(block.der()), block.der()));
                    }
                    case "RSA PRIVATE KEY" -> {
                        return rsaOrEc("RSA", wrap(RSA, block.der()));
                    }
                    default -> {
                        // EC PARAMETERS stands before the key in OpenSSL's files
                    }
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new NetworkException(
                    Errno.PK_KEY_INVALID_FORMAT, "the private key cannot be read: " + e, e);
        }
        throw new NetworkException(
                Errno.PK_KEY_INVALID_FORMAT,
                "no private key found: it begins with -----BEGIN PRIVATE KEY-----,"
                        + " -----BEGIN EC PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----");
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        try {
            return rsaOrEc("EC", der);
        } catch (GeneralSecurityException notEc) {
            return rsaOrEc("RSA", der);
        }
    }

    private static PrivateKey rsaOrEc(String algorithm, byte[] pkcs8)
            throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /// The PEM blocks of a text in order, or the whole as one block when it is DER.
    private static List<Block> blocks(byte[] text, String labelOfDer) {
        if (text.length > 0 && text[0] == DER_SEQUENCE) {
            return List.of(new Block(labelOfDer, text));
        }
        String all = new String(text, StandardCharsets.ISO_8859_1);
        List<Block> blocks = new ArrayList<>();
        for (int at = all.indexOf(BEGIN); at >= 0 && blocks.size() < MAX_BLOCKS; ) {
            int labelEnd = all.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                break;
            }
            String label = all.substring(at + BEGIN.length(), labelEnd);
            int end = all.indexOf("-----END " + label + DASHES, labelEnd);
            if (end < 0) {
                break;
            }
            String body = all.substring(labelEnd + DASHES.length(), end);
            blocks.add(new Block(label, Base64.getMimeDecoder().decode(body)));
            at = all.indexOf(BEGIN, end);
        }
        return blocks;
    }

    /// PKCS#8 around a key of an older form (RFC 5208 §5).
    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return tagged(0x30, join(VERSION_0, algorithm, tagged(0x04, key)));
    }

    /// AlgorithmIdentifier for an ECPrivateKey (RFC 5915 §3): the curve stands in its field [0].
    private static byte[] ecAlgorithm(byte[] key) throws GeneralSecurityException {
        Der fields = new Der(key).enter(0x30);
        fields.skip(); // version
        fields.skip(); // the number itself
        if (!fields.next(0xA0)) {
            throw new GeneralSecurityException("the key does not name its curve");
        }
        return tagged(0x30, join(EC, fields.enter(0xA0).rest()));
    }

    private static byte[] tagged(int tag, byte[] body) {
        int n = body.length;
        byte[] length;
        if (n < 0x80) {
            length = new byte[] {(byte) n};
        } else if (n < 0x100) {
            length = new byte[] {(byte) 0x81, (byte) n};
        } else {
            length = new byte[] {(byte) 0x82, (byte) (n >> 8), (byte) n};
        }
        return join(new byte[] {(byte) tag}, length, body);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
