// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.ByteArrayInputStream;
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
import java.util.List;
import java.util.Optional;

/// Keys and certificates as text (RFC 7468): base64 between BEGIN and END lines.
public final class Pem {
    private static final int LINE = 64;

    /// A text that is longer is refused before it is decoded.
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_CERTIFICATES = 100;
    private static final String SEALED = "ENCRYPTED PRIVATE KEY";

    private Pem() {}

    public static String certificates(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : chain) {
                text.append(block("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (CertificateException cannotHappen) {
            throw new IllegalStateException("a certificate in memory has no bytes", cannotHappen);
        }
        return text.toString();
    }

    static String crl(byte[] der) {
        return block("X509 CRL", der);
    }

    /// PKCS#8, not encrypted.
    public static String key(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /// PKCS#8, encrypted.
    static String sealedKey(byte[] der) {
        return block(SEALED, der);
    }

    /// The encrypted private key of a text, if it has one and no open one.
    static Optional<byte[]> readSealedKey(String text, String where) throws PkiException {
        List<byte[]> blocks = blocks(SEALED, text, where);
        return blocks.size() == 1 ? Optional.of(blocks.getFirst()) : Optional.empty();
    }

    /// All certificates of a text, in order. Text around the blocks is skipped.
    ///
    /// @param where the text is from, for the message
    public static List<X509Certificate> readCertificates(String text, String where)
            throws PkiException {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] der : blocks("CERTIFICATE", text, where)) {
                found.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
        } catch (CertificateException e) {
            throw new PkiException(where + ": a certificate cannot be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new PkiException(where + ": there is no '-----BEGIN CERTIFICATE-----'");
        }
        return found;
    }

    /// The one private key of a text: PKCS#8, elliptic curve.
    public static PrivateKey readKey(String text, String where) throws PkiException {
        List<byte[]> blocks = blocks("PRIVATE KEY", text, where);
        if (blocks.size() != 1) {
            throw new PkiException(
                    where + ": expected one '-----BEGIN PRIVATE KEY-----', found " + blocks.size());
        }
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
        } catch (GeneralSecurityException e) {
            throw new PkiException(where + ": this is no elliptic curve key in PKCS#8", e);
        }
    }

    private static String block(String label, byte[] der) {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        String body = Base64.getMimeEncoder(LINE, newline).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static List<byte[]> blocks(String label, String text, String where)
            throws PkiException {
        if (text.length() > MOST_CHARACTERS) {
            throw new PkiException(where + ": longer than " + MOST_CHARACTERS + " characters");
        }
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        List<byte[]> found = new ArrayList<>();
        int at = text.indexOf(begin);
        while (at >= 0 && found.size() < MOST_CERTIFICATES) {
            int stop = text.indexOf(end, at);
            if (stop < 0) {
                throw new PkiException(where + ": '" + begin + "' has no '" + end + "'");
            }
            try {
                String body = text.substring(at + begin.length(), stop).replaceAll("\\s", "");
                found.add(Base64.getDecoder().decode(body));
            } catch (IllegalArgumentException e) {
                throw new PkiException(where + ": bad base64 after '" + begin + "'", e);
            }
            at = text.indexOf(begin, stop);
        }
        return found;
    }
}
