// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import twinport.findings.check.capture.Mqtt.Body;

/// A certificate (RFC 5280), written in DER byte by byte and signed by another key than its own.
final class MadeCertificate {
    private static final byte[] ECDSA_SHA256 = hex("300a06082a8648ce3d040302");
    private static final byte[] RSA_SHA256 = hex("300d06092a864886f70d01010b0500");
    private static final byte[] RSA_SHA1 = hex("300d06092a864886f70d0101050500");

    private String subject = "broker";
    private String name = "broker.example";
    private Instant from = Made.BEGIN.minus(Duration.ofDays(10));
    private Instant to = Made.BEGIN.plus(Duration.ofDays(80));
    private int rsaBits;
    private boolean sha1;
    private String issuer = "made CA";
    private BigInteger serial = new BigInteger("123456789012345678901");
    private final Body more = new Body();

    MadeCertificate subject(String commonName) {
        subject = commonName;
        return this;
    }

    MadeCertificate name(String dnsName) {
        name = dnsName;
        return this;
    }

    MadeCertificate valid(Instant notBefore, Instant notAfter) {
        from = notBefore;
        to = notAfter;
        return this;
    }

    MadeCertificate rsa(int bits) {
        rsaBits = bits;
        return this;
    }

    /// Signed with RSA and SHA-1.
    MadeCertificate sha1() {
        sha1 = true;
        return this;
    }

    /// Without subjectAltName.
    MadeCertificate nameless() {
        name = "";
        return this;
    }

    MadeCertificate issuer(String commonName) {
        issuer = commonName;
        return this;
    }

    MadeCertificate serial(long number) {
        serial = BigInteger.valueOf(number);
        return this;
    }

    /// basicConstraints CA:TRUE, critical, and keyUsage keyCertSign.
    MadeCertificate authority() {
        more.raw(der(0x30, hex("0603551d13"), hex("0101ff"), der(0x04, der(0x30, hex("0101ff")))));
        more.raw(der(0x30, hex("0603551d0f"), der(0x04, hex("03020204"))));
        return this;
    }

    MadeCertificate forServers() {
        return extendedUse("06082b06010505070301");
    }

    MadeCertificate forClients() {
        return extendedUse("06082b06010505070302");
    }

    private MadeCertificate extendedUse(String oid) {
        more.raw(der(0x30, hex("0603551d25"), der(0x04, der(0x30, hex(oid)))));
        return this;
    }

    byte[] der() {
        byte[] algorithm = sha1 ? RSA_SHA1 : rsaBits > 0 ? RSA_SHA256 : ECDSA_SHA256;
        byte[] alternative = der(0x30, der(0x82, name.getBytes(StandardCharsets.US_ASCII)));
        byte[] extension =
                name.isEmpty() ? new byte[0] : der(0x30, hex("0603551d11"), der(0x04, alternative));
        byte[] extensions = der(0xa3, der(0x30, extension, more.bytes()));
        byte[] content =
                der(
                        0x30,
                        der(0xa0, hex("020102")),
                        der(0x02, serial.toByteArray()),
                        algorithm,
                        commonName(issuer),
                        der(0x30, time(from), time(to)),
                        commonName(subject),
                        key(rsaBits).getPublic().getEncoded(),
                        extensions);
        byte[] signature = sign(content);
        return der(0x30, content, algorithm, der(0x03, new Body().octet(0).raw(signature).bytes()));
    }

    private byte[] sign(byte[] content) {
        try {
            boolean rsa = rsaBits > 0 || sha1;
            Signature signature =
                    Signature.getInstance(
                            sha1 ? "SHA1withRSA" : rsa ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(key(rsa ? 2048 : 0).getPrivate());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair key(int rsaBits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
            if (rsaBits > 0) {
                generator.initialize(rsaBits);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] commonName(String text) {
        byte[] value = der(0x0c, text.getBytes(StandardCharsets.UTF_8));
        return der(0x30, der(0x31, der(0x30, hex("0603550403"), value)));
    }

    private static byte[] time(Instant time) {
        String text =
                DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(time);
        return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] der(int tag, byte[]... parts) {
        Body body = new Body();
        for (byte[] part : parts) {
            body.raw(part);
        }
        byte[] content = body.bytes();
        Body whole = new Body().octet(tag);
        if (content.length < 128) {
            whole.octet(content.length);
        } else if (content.length < 256) {
            whole.octet(0x81).octet(content.length);
        } else {
            whole.octet(0x82).number(content.length);
        }
        return whole.raw(content).bytes();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
