// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes keys and signs certificates; touches no file.
final class Issuer {
    static final Duration CA_LIFE = Duration.ofDays(3650);

    /// Device and server certificates live at most this long.
    static final Duration LEAF_LIFE = Duration.ofDays(90);

    /// What nobody can withdraw lives for two days only.
    static final Duration PASSING_LIFE = Duration.ofDays(2);

    /// A board whose clock is a little behind shall still accept a new certificate.
    static final Duration BACKDATED = Duration.ofHours(1);

    /// After this a reader of the CRL must have a newer one.
    static final Duration CRL_LIFE = Duration.ofDays(7);

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";

    /// The CA/Browser Forum asks for at least 64 random bits; RFC 5280 4.1.2.2 allows 159.
    private static final int SERIAL_BITS = 128;

    /// Below the root there may be one more CA.
    private static final int PATH_LENGTH = 1;

    private final InstantSource clock;
    private final SecureRandom random;

    Issuer(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    BadCertificates flawed(Credentials root, SubjectNames names) {
        return new BadCertificates(root, names, clock, random);
    }

    Instant now() {
        return clock.instant();
    }

    /// A new CA with a name that no other lab's CA has.
    Credentials root() {
        KeyPair pair = keyPair();
        String tag = Integer.toHexString(random.nextInt() | 0x8000_0000);
        X500Name name = name("Twinport lab CA " + tag);
        try {
            var extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), CA_LIFE);
            builder.addExtension(
                    Extension.basicConstraints, true, new BasicConstraints(PATH_LENGTH));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            return new Credentials(pair.getPrivate(), List.of(sign(builder, pair.getPrivate())));
        } catch (CertIOException | GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    Credentials server(Credentials ca, SubjectNames names) {
        List<GeneralName> alternatives = new ArrayList<>();
        names.hosts().stream()
                .sorted()
                .forEach(host -> alternatives.add(new GeneralName(GeneralName.dNSName, host)));
        names.addresses().stream()
                .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
                .sorted()
                .forEach(text -> alternatives.add(new GeneralName(GeneralName.iPAddress, text)));
        String commonName = names.hosts().stream().sorted().findFirst().orElse("broker");
        return leaf(ca, commonName, KeyPurposeId.id_kp_serverAuth, alternatives, LEAF_LIFE);
    }

    Credentials device(Credentials ca, String identity) {
        return leaf(ca, identity, KeyPurposeId.id_kp_clientAuth, List.of(), LEAF_LIFE);
    }

    Credentials passing(Credentials ca, String identity) {
        return leaf(ca, identity, KeyPurposeId.id_kp_clientAuth, List.of(), PASSING_LIFE);
    }

    /// The withdrawn ones of these as a CRL, DER. Its number grows with the clock.
    byte[] crl(Credentials ca, List<IssuedCertificate> issued) {
        Instant now = clock.instant();
        try {
            var builder =
                    new X509v2CRLBuilder(
                            new JcaX509CertificateHolder(ca.certificate()).getSubject(),
                            Date.from(now));
            builder.setNextUpdate(Date.from(now.plus(CRL_LIFE)));
            for (IssuedCertificate one : issued) {
                if (one.withdrawal().isPresent() && one.notAfter().isAfter(now)) {
                    var how = one.withdrawal().get();
                    builder.addCRLEntry(one.serial(), Date.from(how.at()), how.reason().code());
                }
            }
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(ca.certificate().getPublicKey()));
            BigInteger number = BigInteger.valueOf(now.toEpochMilli());
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            var signer =
                    new JcaContentSignerBuilder(SIGNATURE).setSecureRandom(random).build(ca.key());
            return builder.build(signer).getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw unexpected(e);
        }
    }

    private Credentials leaf(
            Credentials ca,
            String name,
            KeyPurposeId purpose,
            List<GeneralName> alternatives,
            Duration life) {
        KeyPair pair = keyPair();
        X509Certificate issuer = ca.certificate();
        try {
            var extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder =
                    builder(
                            new JcaX509CertificateHolder(issuer).getSubject(),
                            name(name.length() > 64 ? name.substring(0, 64) : name),
                            pair.getPublic(),
                            life);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(pair.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    extensions.createAuthorityKeyIdentifier(issuer.getPublicKey()));
            if (!alternatives.isEmpty()) {
                GeneralName[] names = alternatives.toArray(GeneralName[]::new);
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new Credentials(pair.getPrivate(), List.of(sign(builder, ca.key())));
        } catch (CertIOException | GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Duration life) {
        Instant from = clock.instant().minus(BACKDATED);
        return new JcaX509v3CertificateBuilder(
                issuer, serial(), Date.from(from), Date.from(from.plus(life)), subject, key);
    }

    private X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder(SIGNATURE).setSecureRandom(random).build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with " + SIGNATURE, e);
        }
    }

    private KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw unexpected(e);
        }
    }

    private BigInteger serial() {
        return new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE);
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Twinport")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static IllegalStateException unexpected(Exception e) {
        return new IllegalStateException("this JDK cannot make P-256 certificates", e);
    }
}
