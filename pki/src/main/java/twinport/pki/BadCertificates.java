// SPDX-License-Identifier: MIT
package twinport.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Server certificates with one flaw each, to find out what a client looks at. They are made in
/// memory, and no file of the CA is touched.
public final class BadCertificates {
    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final String WRONG_HOST = "impostor.invalid";
    private static final int SERIAL_BITS = 127;
    private static final int WEAK_RSA_BITS = 1024;
    private static final int RSA_BITS = 2048;

    private final Credentials authority;
    private final SubjectNames names;
    private final Instant now;
    private final SecureRandom random;

    /// @param authority the CA that clients trust, with its key
    /// @param names by which clients reach the server
    public BadCertificates(
            Credentials authority, SubjectNames names, InstantSource clock, SecureRandom random) {
        this.authority = authority;
        this.names = names;
        this.now = clock.instant();
        this.random = random;
    }

    /// A CA that nobody knows, for where there is no other.
    public static BadCertificates withoutAuthority(
            SubjectNames names, InstantSource clock, SecureRandom random) {
        return new BadCertificates(new Issuer(clock, random).root(), names, clock, random);
    }

    /// A new certificate with this flaw, and the chain that a server sends with it.
    public Credentials with(CertificateFlaw flaw) {
        try {
            return made(flaw);
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a certificate: " + flaw, e);
        }
    }

    /// The list on which these certificates stand.
    public X509CRL revoking(List<X509Certificate> certificates) {
        try {
            var list =
                    new JcaX509v2CRLBuilder(
                            authority.certificate().getSubjectX500Principal(), Date.from(now));
            list.setNextUpdate(Date.from(now.plus(LIFE)));
            for (X509Certificate each : certificates) {
                list.addCRLEntry(each.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
            }
            return new JcaX509CRLConverter()
                    .getCRL(
                            list.build(
                                    new JcaContentSignerBuilder(signature(authority.key(), "256"))
                                            .build(authority.key())));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a list of revocations", e);
        }
    }

    private Credentials made(CertificateFlaw flaw)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        return switch (flaw) {
            case NONE, REVOKED -> leaf(authority, Shape.RIGHT);
            case NONE_RSA -> leaf(authority, Shape.RIGHT.key(Key.RSA));
            case UNKNOWN_CA -> leaf(ca("Another CA"), Shape.RIGHT);
            case SAME_NAME_CA ->
                    leaf(ca(authority.certificate().getSubjectX500Principal()), Shape.RIGHT);
            case WRONG_NAME -> leaf(authority, Shape.RIGHT.named(Names.WRONG));
            case EXPIRED -> leaf(authority, Shape.RIGHT.from(LIFE.multipliedBy(-2)));
            case NOT_YET_VALID -> leaf(authority, Shape.RIGHT.from(LIFE));
            case SELF_SIGNED -> selfSigned();
            case NO_ALTERNATIVE_NAMES -> leaf(authority, Shape.RIGHT.named(Names.SUBJECT_ONLY));
            case WRONG_USE -> leaf(authority, Shape.RIGHT.use(KeyPurposeId.id_kp_clientAuth));
            case WEAK_KEY -> leaf(authority, Shape.RIGHT.key(Key.WEAK_RSA));
            case SHA1_SIGNATURE -> leaf(authority, Shape.RIGHT.digest("1"));
            case INCOMPLETE_CHAIN -> leaf(intermediate(), Shape.RIGHT);
        };
    }

    private enum Names {
        RIGHT,
        WRONG,
        SUBJECT_ONLY
    }

    private enum Key {
        EC,
        RSA,
        WEAK_RSA
    }

    /// @param from now, when it begins to be valid
    /// @param digest bits of the SHA that the CA signs
    private record Shape(Names named, Key key, Duration from, KeyPurposeId use, String digest) {
        static final Shape RIGHT =
                new Shape(
                        Names.RIGHT,
                        Key.EC,
                        BACKDATED.negated(),
                        KeyPurposeId.id_kp_serverAuth,
                        "256");

        Shape named(Names other) {
            return new Shape(other, key, from, use, digest);
        }

        Shape key(Key other) {
            return new Shape(named, other, from, use, digest);
        }

        Shape from(Duration other) {
            return new Shape(named, key, other, use, digest);
        }

        Shape use(KeyPurposeId other) {
            return new Shape(named, key, from, other, digest);
        }

        Shape digest(String other) {
            return new Shape(named, key, from, use, other);
        }
    }

    private Credentials leaf(Credentials ca, Shape shape)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        return leaf(ca, keys(shape.key()), shape);
    }

    private Credentials leaf(Credentials ca, KeyPair pair, Shape shape)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        var extensions = new JcaX509ExtensionUtils();
        var builder =
                builder(
                        ca.certificate().getSubjectX500Principal(),
                        subject(shape.named()),
                        pair,
                        now.plus(shape.from()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        int usage =
                shape.key() == Key.EC
                        ? KeyUsage.digitalSignature
                        : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(shape.use()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(ca.certificate().getPublicKey()));
        if (shape.named() != Names.SUBJECT_ONLY) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, alternatives(shape.named()));
        }
        return new Credentials(
                pair.getPrivate(), List.of(signed(builder, ca.key(), shape.digest())));
    }

    private Credentials selfSigned()
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        KeyPair pair = keys(Key.EC);
        var builder =
                builder(subject(Names.RIGHT), subject(Names.RIGHT), pair, now.minus(BACKDATED));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(Names.RIGHT));
        return new Credentials(
                pair.getPrivate(), List.of(signed(builder, pair.getPrivate(), "256")));
    }

    private Credentials ca(String name)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        return ca(new X500Principal("CN=" + name + ", O=Twinport"));
    }

    private Credentials ca(X500Principal name)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        KeyPair pair = keys(Key.EC);
        return authority(name, name, pair, pair.getPrivate());
    }

    private Credentials intermediate()
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        return authority(
                authority.certificate().getSubjectX500Principal(),
                new X500Principal("CN=Twinport intermediate for a test, O=Twinport"),
                keys(Key.EC),
                authority.key());
    }

    private Credentials authority(
            X500Principal issuer, X500Principal name, KeyPair pair, PrivateKey signer)
            throws CertIOException, OperatorCreationException, GeneralSecurityException {
        var builder = builder(issuer, name, pair, now.minus(BACKDATED));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new Credentials(pair.getPrivate(), List.of(signed(builder, signer, "256")));
    }

    private JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, KeyPair pair, Instant from) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(from),
                Date.from(from.plus(LIFE)),
                subject,
                pair.getPublic());
    }

    private X509Certificate signed(
            JcaX509v3CertificateBuilder builder, PrivateKey key, String digest)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder(signature(key, digest))
                                        .setSecureRandom(random)
                                        .build(key)));
    }

    private static String signature(PrivateKey key, String digest) {
        return "SHA" + digest + "with" + (key.getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
    }

    private KeyPair keys(Key kind) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind == Key.EC ? "EC" : "RSA");
        switch (kind) {
            case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            case RSA -> generator.initialize(RSA_BITS, random);
            case WEAK_RSA -> generator.initialize(WEAK_RSA_BITS, random);
        }
        return generator.generateKeyPair();
    }

    private X500Principal subject(Names which) {
        String name =
                which == Names.WRONG
                        ? WRONG_HOST
                        : names.hosts().stream()
                                .filter(host -> host.length() <= 64)
                                .max(java.util.Comparator.comparing("localhost"::equals))
                                .orElse("broker");
        return new X500Principal("CN=" + name + ", O=Twinport");
    }

    private GeneralNames alternatives(Names which) {
        if (which == Names.WRONG) {
            return new GeneralNames(new GeneralName(GeneralName.dNSName, WRONG_HOST));
        }
        List<GeneralName> all = new ArrayList<>();
        for (String host : sorted(names.hosts())) {
            all.add(new GeneralName(GeneralName.dNSName, host));
        }
        names.addresses()
                .forEach(address ->
                        all.add(
                                new GeneralName(
                                        GeneralName.iPAddress,
                                        address.getHostAddress().replaceFirst("%.*", ""))));
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }

    private static List<String> sorted(Set<String> hosts) {
        return hosts.stream().sorted().toList();
    }
}
