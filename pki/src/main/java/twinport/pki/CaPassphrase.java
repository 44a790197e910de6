// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// With what the CA's key is sealed on disk.
public sealed interface CaPassphrase {
    /// Somebody's own, as typed: whoever has the file must guess, so guessing is made slow.
    ///
    /// @param text at least [#LEAST] characters
    record Given(String text) implements CaPassphrase {
        public Given {
            if (text.length() < LEAST) {
                throw new IllegalArgumentException(
                        "a passphrase of the CA has at least " + LEAST + " characters");
            }
        }

        @Override
        public String toString() {
            return "Given[***]";
        }
    }

    /// In a file of mode 0600 that is made when it is needed first, with 256 random bits: beside
    /// the CA's folder, so that a copy of the folder alone is of no use.
    record Made(Path file) implements CaPassphrase {}

    int LEAST = 8;

    /// The longest that is read, in bytes.
    int MOST_BYTES = 1_024;

    /// PBKDF2's iterations for what people think up (OWASP's recommendation of 2023 for
    /// HMAC-SHA-256).
    int SLOW = 600_000;

    /// For 256 random bits, which nobody guesses however fast (RFC 8018 section 4.2 asks for at
    /// least this many).
    int FAST = 1_000;

    /// Beside the folder of a CA: `pki.passphrase` of `pki`.
    static CaPassphrase madeBeside(Path folder) {
        return new Made(
                folder.toAbsolutePath().resolveSibling(folder.getFileName() + ".passphrase"));
    }

    /// The first line of a file.
    ///
    /// @throws PkiException if there is none, or it is too short
    static CaPassphrase inFile(Path file) throws IOException {
        return new Given(line(file));
    }

    private static String line(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
            throw new PkiException(
                    file
                            + " is no file with a passphrase in its first line, at most "
                            + MOST_BYTES
                            + " bytes");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        if (text.length() < LEAST) {
            throw new PkiException(
                    file
                            + ": a passphrase of the CA has at least "
                            + LEAST
                            + " characters, in the first line");
        }
        return text;
    }

    /// PBKDF2's iterations.
    default int iterations() {
        return switch (this) {
            case Given _ -> SLOW;
            case Made _ -> FAST;
        };
    }

    /// What opens a key that is there.
    ///
    /// @throws PkiException if the file that has it is not there
    default char[] open() throws IOException {
        return switch (this) {
            case Given(String text) -> text.toCharArray();
            case Made(Path file) -> {
                if (!Files.exists(file)) {
                    throw new PkiException(
                            file
                                    + " is not there, which has the passphrase of the CA's key; bring it back, or give the"
                                    + " passphrase with --ca-passphrase-file");
                }
                yield line(file).toCharArray();
            }
        };
    }

    /// What seals a key from now on; a file is made if there is none.
    default char[] seal(SecureRandom random) throws IOException {
        if (this instanceof Made(Path file) && !Files.exists(file)) {
            byte[] bits = new byte[32];
            random.nextBytes(bits);
            String text = HexFormat.of().formatHex(bits) + "\n";
            PrivateFiles.write(file, text.getBytes(StandardCharsets.US_ASCII));
        }
        return open();
    }
}
