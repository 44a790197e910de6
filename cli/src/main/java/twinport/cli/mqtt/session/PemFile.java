// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of keys or certificates as text (RFC 7468), as mosquitto and openssl write them.
public final class PemFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_BLOCKS = 1000;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

    /// One block: `CERTIFICATE`, `PRIVATE KEY` ... and its bytes.
    private record Block(String label, String text) {}

    private final String option;
    private final Path path;
    private final List<Block> blocks;

    private PemFile(String option, Path path, List<Block> blocks) {
        this.option = option;
        this.path = path;
        this.blocks = blocks;
    }

    /// @param option the flag that named the file, for messages
    public static PemFile read(String option, Path path) throws MqttFailure {
        String text;
        try {
            if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
                throw failure(option, path, "is too large for PEM (1 MiB is the limit)");
            }
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new MqttFailure(
                    MqttFailure.Kind.TLS,
                    option + " " + path + " cannot be read: " + e.getClass().getSimpleName(),
                    "give the path of a PEM file that you may read",
                    e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find() && blocks.size() < MOST_BLOCKS) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        if (blocks.isEmpty()) {
            throw failure(option, path, "has no -----BEGIN ...----- block, so it is not PEM");
        }
        return new PemFile(option, path, blocks);
    }

    public List<X509Certificate> certificates() throws MqttFailure {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block));
            }
        }
        if (certificates.isEmpty()) {
            throw failure(option, path, "has no certificate, but " + blocks.getFirst().label);
        }
        return certificates;
    }

    private X509Certificate certificate(Block block) throws MqttFailure {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes(block)));
        } catch (CertificateException e) {
            throw failure(option, path, "has a certificate that cannot be read", e);
        }
    }

    public PrivateKey privateKey() throws MqttFailure {
        for (Block block : blocks) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return key(bytes(block));
                }
                case "RSA PRIVATE KEY" -> {
                    refuseEncrypted(block);
                    return key(PrivateKeyDer.fromRsa(bytes(block)));
                }
                case "EC PRIVATE KEY" -> {
                    refuseEncrypted(block);
                    return key(
                            PrivateKeyDer.fromEc(bytes(block))
                                    .orElseThrow(() -> convert("is an EC key without its curve")));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw convert("is locked with a password");
                default -> {
                    // A certificate or EC PARAMETERS beside the key.
                }
            }
        }
        throw failure(option, path, "has no private key, but " + blocks.getFirst().label);
    }

    /// The old form says so inside the block: `Proc-Type: 4,ENCRYPTED` (RFC 1421).
    private void refuseEncrypted(Block block) throws MqttFailure {
        if (block.text.contains("ENCRYPTED")) {
            throw convert("is locked with a password");
        }
    }

    private PrivateKey key(byte[] pkcs8) throws MqttFailure {
        for (String algorithm : List.of("EC", "RSA", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException otherAlgorithm) {
                // The next one may fit.
            } catch (GeneralSecurityException e) {
                throw failure(option, path, "has a key that this Java cannot read", e);
            }
        }
        throw convert("has a key of a kind that this Java does not know");
    }

    private byte[] bytes(Block block) throws MqttFailure {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw failure(option, path, "has a " + block.label + " that is not base64", e);
        }
    }

    private MqttFailure convert(String what) {
        return new MqttFailure(
                MqttFailure.Kind.TLS,
                option + " " + path + " " + what,
                "convert it: openssl pkcs8 -topk8 -nocrypt -in " + path + " -out key.pem");
    }

    private static MqttFailure failure(String option, Path path, String what) {
        return failure(option, path, what, null);
    }

    private static MqttFailure failure(
            String option, Path path, String what, @Nullable Exception e) {
        return new MqttFailure(
                MqttFailure.Kind.TLS,
                option + " " + path + " " + what,
                "look into it with: openssl x509 -in FILE -text, or openssl pkey -in FILE -text",
                e);
    }
}
