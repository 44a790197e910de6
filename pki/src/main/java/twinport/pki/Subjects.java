// SPDX-License-Identifier: MIT
package twinport.pki;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// What a certificate says about whom it is for.
final class Subjects {
    private static final int SAN_HOST = 2;
    private static final int SAN_ADDRESS = 7;

    private Subjects() {}

    static Optional<String> commonName(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        try {
            for (RDN rdn : new JcaX509CertificateHolder(certificate).getSubject().getRDNs()) {
                for (AttributeTypeAndValue part : rdn.getTypesAndValues()) {
                    if (part.getType().equals(BCStyle.CN)) {
                        found.add(IETFUtils.valueToString(part.getValue()));
                    }
                }
            }
        } catch (CertificateEncodingException unreadable) {
            return Optional.empty();
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// The alternative names, if there are any of the kinds that we issue.
    static Optional<SubjectNames> names(X509Certificate certificate) {
        try {
            Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
            if (entries == null) {
                return Optional.empty();
            }
            Set<String> hosts = new HashSet<>();
            Set<InetAddress> addresses = new HashSet<>();
            for (List<?> entry : entries) {
                if (entry.get(0) instanceof Integer kind && entry.get(1) instanceof String text) {
                    if (kind == SAN_HOST) {
                        hosts.add(text);
                    } else if (kind == SAN_ADDRESS) {
                        addresses.add(InetAddress.ofLiteral(text));
                    }
                }
            }
            return Optional.of(new SubjectNames(hosts, addresses));
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Whether the key signs what the certificate's key verifies.
    static boolean belongTogether(Credentials credentials) {
        return signs(credentials.key(), credentials.certificate());
    }

    private static boolean signs(PrivateKey key, X509Certificate certificate) {
        byte[] probe = certificate.getSerialNumber().toByteArray();
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }
}
