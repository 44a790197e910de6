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

    /// @param body what stands between BEGIN and END, or DER
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(String label, byte[] body, boolean base64) {

        byte[] der() throws NetworkException {
            if (!base64) {
                return body;
            }
            String text = new String(body, StandardCharsets.ISO_8859_1).strip();
            if (text.startsWith("Proc-Type: 4,ENCRYPTED")) {
                throw new NetworkException(
                        Errno.PK_PASSWORD_REQUIRED,
                        "the private key is encrypted: store it without a password");
            }
            try {
                // Blanks may end a line (`mbedtls_base64_decode`), but nothing else may be there.
                return Base64.getDecoder().decode(text.replaceAll(" *\\r?\\n", ""));
            } catch (IllegalArgumentException e) {
                throw new NetworkException(
                        Errno.PEM_INVALID_DATA,
                        "between BEGIN and END " + label + " stands no Base64",
                        e);
            }
        }
    }

    private Pem() {}

    /// All that can be read; a failure only if there is none, with mbedTLS's number for the first
    /// (`mbedtls_x509_crt_parse`).
    static List<X509Certificate> certificates(byte[] text) throws NetworkException {
        List<X509Certificate> found = new ArrayList<>();
        NetworkException first = null;
        for (Block block : blocks(text, "CERTIFICATE")) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    found.add(certificate(block));
                } catch (NetworkException e) {
                    first = first == null ? e : first;
                }
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        throw first == null ? none(text) : first;
    }

    private static X509Certificate certificate(Block block) throws NetworkException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw new NetworkException(
                    Errno.X509_INVALID_FORMAT, "a certificate cannot be read: " + e, e);
        }
    }

    private static NetworkException none(byte[] text) {
        String all = new String(text, StandardCharsets.ISO_8859_1);
        return all.contains(BEGIN + "CERTIFICATE" + DASHES)
                ? new NetworkException(
                        Errno.X509_CERT_UNKNOWN_FORMAT,
                        "a certificate begins and does not end with -----END CERTIFICATE-----")
                : new NetworkException(
                        Errno.X509_INVALID_FORMAT,
                        "no certificate found: it begins with -----BEGIN CERTIFICATE-----");
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
                    case "ENCRYPTED PRIVATE KEY" ->
                            throw new NetworkException(
                                    Errno.PK_PASSWORD_REQUIRED,
                                    "the private key is encrypted: store it without a password");
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
            return List.of(new Block(labelOfDer, text, false));
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
            blocks.add(new Block(label, body.getBytes(StandardCharsets.ISO_8859_1), true));
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
