// SPDX-License-Identifier: MIT
package twinport.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import twinport.pki.PrivateFiles;

/// User names and the hashes of their passwords, from a file of their own (mode 0600): one user a
/// line, `name:pbkdf2-sha512:iterations:salt:hash`, salt and hash in base64.
///
/// The hash is PBKDF2 with HMAC-SHA-512. Comparing takes the same time whether the user is known or
/// not. A file that has one bad line is refused whole: half a password file would lock out some and
/// hide that it did.
public final class Passwords {
    private static final String SCHEME = "pbkdf2-sha512";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    /// OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet, 2023).
    private static final int ITERATIONS = 210_000;

    /// A file that asks for more is refused: it would stop the broker's CPU.
    private static final int MOST_ITERATIONS = 2_000_000;

    private static final int MOST_LINES = 100_000;

    private final Map<String, Hash> hashes;
    private final Hash nobody;
    private final RememberedPasswords remembered = new RememberedPasswords();

    @SuppressWarnings("ArrayRecordComponent") // never compared, never leaves this class
    private record Hash(int iterations, byte[] salt, byte[] hash) {}

    private Passwords(Map<String, Hash> hashes) {
        this.hashes = new TreeMap<>(hashes);
        this.nobody = new Hash(ITERATIONS, new byte[SALT_BYTES], new byte[HASH_BITS / 8]);
    }

    public static Passwords none() {
        return new Passwords(Map.of());
    }

    /// A file that is not there knows nobody.
    ///
    /// @throws IOException if a line is not as it should be; the message names file and line
    public static Passwords load(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException absent) {
            return none();
        }
        if (lines.size() > MOST_LINES) {
            throw new IOException(file + ": more than " + MOST_LINES + " lines");
        }
        Map<String, Hash> hashes = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty()) {
                continue;
            }
            String[] fields = line.split(":", -1);
            if (fields.length != 5 || fields[0].isEmpty() || !fields[1].equals(SCHEME)) {
                throw badLine(file, i, "a line is name:" + SCHEME + ":iterations:salt:hash", null);
            }
            if (hashes.put(fields[0], hash(file, i, fields)) != null) {
                throw badLine(file, i, "user '" + fields[0] + "' is there twice", null);
            }
        }
        return new Passwords(hashes);
    }

    private static Hash hash(Path file, int index, String[] fields) throws IOException {
        try {
            int iterations = Integer.parseInt(fields[2]);
            byte[] salt = Base64.getDecoder().decode(fields[3]);
            byte[] hash = Base64.getDecoder().decode(fields[4]);
            if (iterations < 1
                    || iterations > MOST_ITERATIONS
                    || salt.length != SALT_BYTES
                    || hash.length != HASH_BITS / 8) {
                throw badLine(file, index, "iterations, salt or hash have a wrong size", null);
            }
            return new Hash(iterations, salt, hash);
        } catch (IllegalArgumentException notNumberOrBase64) {
            throw badLine(
                    file, index, "iterations, salt or hash cannot be read", notNumberOrBase64);
        }
    }

    private static IOException badLine(
            Path file, int index, String why, @Nullable Throwable cause) {
        return new IOException(
                file
                        + ":"
                        + (index + 1)
                        + ": "
                        + why
                        + "; remove the line and set the password again",
                cause);
    }

    /// The same, and this user with this password (a known user's is replaced).
    ///
    /// @throws IllegalArgumentException if the name cannot stand in the file
    public Passwords with(String user, String password, SecureRandom random) {
        return with(user, password, random, ITERATIONS);
    }

    Passwords with(String user, String password, SecureRandom random, int iterations) {
        boolean control = user.codePoints().anyMatch(Character::isISOControl);
        if (user.isEmpty() || user.contains(":") || control) {
            throw new IllegalArgumentException(
                    "a user name is not empty and has no ':' and no control character: '"
                            + user
                            + "'");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Map<String, Hash> more = new TreeMap<>(hashes);
        more.put(
                user, new Hash(iterations, salt, derive(password.toCharArray(), salt, iterations)));
        return new Passwords(more);
    }

    public void save(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        Base64.Encoder base64 = Base64.getEncoder();
        hashes.forEach((user, hash) ->
                text.append(user)
                        .append(':' + SCHEME + ':')
                        .append(hash.iterations)
                        .append(':')
                        .append(base64.encodeToString(hash.salt))
                        .append(':')
                        .append(base64.encodeToString(hash.hash))
                        .append('\n'));
        PrivateFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    public Set<String> users() {
        return Collections.unmodifiableSet(hashes.keySet());
    }

    /// Whether this is the user's password. The bytes are UTF-8; others are nobody's password.
    ///
    /// A password that was right once is remembered as a keyed digest in memory only, so that a
    /// reconnecting client does not cost the full derivation each time.
    public boolean matches(String user, byte[] password) {
        Optional<byte[]> digest = remembered.digest(user, password);
        if (digest.isPresent() && remembered.holds(user, digest.get())) {
            return true;
        }
        Hash expected = hashes.getOrDefault(user, nobody);
        Optional<char[]> text = utf8(password);
        byte[] seen = derive(text.orElse(new char[] {'?'}), expected.salt, expected.iterations);
        boolean right =
                MessageDigest.isEqual(expected.hash, seen)
                        && text.isPresent()
                        && hashes.containsKey(user);
        if (right) {
            digest.ifPresent(bytes -> remembered.put(user, bytes));
        }
        return right;
    }

    private static Optional<char[]> utf8(byte[] bytes) {
        try {
            var chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            char[] text = new char[chars.remaining()];
            chars.get(text);
            return text.length == 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot derive PBKDF2 with SHA-512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
