// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.crypto.interfaces.DHPublicKey;
import org.jspecify.annotations.Nullable;

/// A certificate that an end showed: what it says, or why it can't be read.
public sealed interface ShownCertificate {
    /// A signature of a larger key is not verified: a modulus of megabits would take its time.
    int VERIFIED_KEY_BITS_MAX = 16_384;

    /// @param subject distinguished name (RFC 2253)
    /// @param alternativeNames subjectAltName entries, as `DNS:name`, `IP:address` and so on
    /// @param keyBits size of the key; -1 where this Java does not know the kind
    /// @param signatureAlgorithm by which the issuer signed, for example `SHA256withECDSA`
    /// @param version 1 to 3
    /// @param selfIssued subject and issuer are the same name
    /// @param selfSigned signed with its own key
    /// @param authority basicConstraints says that it may issue certificates
    /// @param usages of keyUsage (RFC 5280 §4.2.1.3); empty without the extension
    /// @param criticalExtensions object identifiers
    /// @param extendedUsages object identifiers of extendedKeyUsage; empty without the extension
    record Read(
            String subject,
            String issuer,
            List<String> alternativeNames,
            Instant notBefore,
            Instant notAfter,
            String keyAlgorithm,
            int keyBits,
            String signatureAlgorithm,
            BigInteger serial,
            int version,
            boolean selfIssued,
            boolean selfSigned,
            boolean authority,
            List<String> usages,
            List<String> extendedUsages,
            List<String> criticalExtensions)
            implements ShownCertificate {
        public Read {
            alternativeNames = List.copyOf(alternativeNames);
            usages = List.copyOf(usages);
            extendedUsages = List.copyOf(extendedUsages);
            criticalExtensions = List.copyOf(criticalExtensions);
        }
    }

    /// @param why it is no certificate that this Java reads
    record Unreadable(String why) implements ShownCertificate {}

    /// Reads a DER encoded certificate. Nothing in it is trusted, and nothing in it makes this
    /// fail.
    static ShownCertificate of(byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            ByteArrayInputStream in = new ByteArrayInputStream(der);
            if (!(factory.generateCertificate(in) instanceof X509Certificate certificate)) {
                return new Unreadable("it is not of X.509");
            }
            return in.available() > 0
                    ? new Unreadable(in.available() + " bytes follow the certificate")
                    : read(certificate);
        } catch (CertificateException | RuntimeException e) {
            // The parser of the JDK throws more than it declares on hostile input.
            return new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Read read(X509Certificate certificate) throws CertificateParsingException {
        PublicKey key = certificate.getPublicKey();
        String subject = certificate.getSubjectX500Principal().getName();
        String issuer = certificate.getIssuerX500Principal().getName();
        List<String> extended = certificate.getExtendedKeyUsage();
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        return new Read(
                subject,
                issuer,
                alternativeNames(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                key.getAlgorithm(),
                bits(key),
                certificate.getSigAlgName(),
                certificate.getSerialNumber(),
                certificate.getVersion(),
                subject.equals(issuer),
                subject.equals(issuer) && verifies(certificate, key),
                certificate.getBasicConstraints() >= 0,
                usages(certificate.getKeyUsage()),
                extended == null ? List.of() : extended,
                critical == null ? List.of() : critical.stream().sorted().toList());
    }

    private static List<String> usages(boolean @Nullable [] bits) {
        List<String> all =
                List.of(
                        "digitalSignature",
                        "nonRepudiation",
                        "keyEncipherment",
                        "dataEncipherment",
                        "keyAgreement",
                        "keyCertSign",
                        "cRLSign",
                        "encipherOnly",
                        "decipherOnly");
        List<String> set = new ArrayList<>();
        for (int i = 0; bits != null && i < Math.min(bits.length, all.size()); i++) {
            if (bits[i]) {
                set.add(all.get(i));
            }
        }
        return set;
    }

    private static boolean verifies(X509Certificate certificate, PublicKey key) {
        if (bits(key) > VERIFIED_KEY_BITS_MAX) {
            return false;
        }
        try {
            certificate.verify(key);
            return true;
        } catch (java.security.GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static List<String> alternativeNames(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        for (List<?> each : all == null ? Set.<List<?>>of() : all) {
            Object value = each.get(1);
            String text = value instanceof byte[] bytes ? bytes.length + " bytes" : "" + value;
            names.add(kind(each.get(0)) + ':' + text);
        }
        return names;
    }

    private static String kind(Object number) {
        return switch (number) {
            case Integer i when i == 1 -> "email";
            case Integer i when i == 2 -> "DNS";
            case Integer i when i == 4 -> "dirName";
            case Integer i when i == 6 -> "URI";
            case Integer i when i == 7 -> "IP";
            case Integer i when i == 8 -> "ID";
            default -> "other";
        };
    }

    private static int bits(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> rsa.getModulus().bitLength();
            case ECPublicKey curve -> curve.getParams().getOrder().bitLength();
            case DSAPublicKey dsa -> dsa.getParams().getP().bitLength();
            case DHPublicKey dh -> dh.getParams().getP().bitLength();
            case EdECPublicKey edwards -> "Ed448".equals(edwards.getParams().getName()) ? 448 : 255;
            default -> -1;
        };
    }
}
