// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// A cipher suite by its number, and what its IANA name says of it.
public record CipherSuite(int number, String name) {
    private static final Map<Integer, String> NAMES = load();

    /// How a suite seals its records.
    enum Mode {
        GCM,
        CCM,
        CHACHA20,
        CBC,
        NONE,
        OTHER
    }

    public static CipherSuite of(int number) {
        String name = NAMES.get(number);
        return new CipherSuite(number, name != null ? name : String.format("0x%04x", number));
    }

    /// All suites that have a name, by number. Values that only signal something are no suites.
    public static List<CipherSuite> named() {
        return NAMES.keySet().stream()
                .sorted()
                .map(CipherSuite::of)
                .filter(suite -> !suite.name.endsWith("_SCSV"))
                .toList();
    }

    private static Map<Integer, String> load() {
        try (InputStream in = CipherSuite.class.getResourceAsStream("cipher-suites.txt")) {
            InputStream there = Objects.requireNonNull(in, "cipher-suites.txt is in this module");
            return new BufferedReader(new InputStreamReader(there, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    line -> Integer.parseInt(line.substring(0, 4), 16),
                                    line -> line.substring(5)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mode mode() {
        if (name.contains("_GCM_")) {
            return name.contains("_AES_") ? Mode.GCM : Mode.OTHER;
        }
        if (name.contains("_CCM")) {
            return name.contains("_AES_") ? Mode.CCM : Mode.OTHER;
        }
        if (name.contains("CHACHA20_POLY1305")) {
            return Mode.CHACHA20;
        }
        if (name.contains("_CBC_")) {
            return name.contains("_AES_") || name.contains("_3DES_EDE_") ? Mode.CBC : Mode.OTHER;
        }
        return name.contains("_WITH_NULL_") ? Mode.NONE : Mode.OTHER;
    }

    /// Whether this reader opens its records in TLS 1.3.
    boolean opensTls13() {
        return switch (mode()) {
            case GCM, CCM, CHACHA20 -> true;
            case CBC, NONE, OTHER -> false;
        };
    }

    /// Whether this reader opens its records in TLS 1.2 and older.
    boolean opensOlder() {
        return switch (mode()) {
            case GCM, CCM, CHACHA20, CBC -> true;
            case NONE, OTHER -> false;
        };
    }

    /// Whether its records stand in the clear, with a MAC behind them.
    public boolean sealsNothing() {
        return mode() == Mode.NONE;
    }

    /// Whether the server's RSA key opens what was recorded: no forward secrecy.
    public boolean staticRsa() {
        return name.startsWith("TLS_RSA_WITH_") || name.startsWith("TLS_RSA_EXPORT_");
    }

    int keyBytes() {
        if (mode() == Mode.CHACHA20 || name.contains("_256_")) {
            return 32;
        }
        return name.contains("_3DES_") ? 24 : 16;
    }

    /// Bytes of the authentication tag an AEAD suite adds.
    int tagBytes() {
        return name.contains("_CCM_8") ? 8 : 16;
    }

    /// Bytes of the block of a CBC suite.
    int blockBytes() {
        return name.contains("_3DES_") ? 8 : 16;
    }

    /// The hash of the key schedule: JCA name without "Hmac".
    String hash() {
        return name.endsWith("_SHA384") ? "SHA384" : "SHA256";
    }

    int hashBytes() {
        return name.endsWith("_SHA384") ? 48 : 32;
    }

    /// The record MAC of a suite that is not AEAD: JCA name and length.
    String mac() {
        if (name.endsWith("_SHA256")) {
            return "HmacSHA256";
        }
        if (name.endsWith("_SHA384")) {
            return "HmacSHA384";
        }
        return name.endsWith("_MD5") ? "HmacMD5" : "HmacSHA1";
    }

    int macBytes() {
        return switch (mac()) {
            case "HmacSHA256" -> 32;
            case "HmacSHA384" -> 48;
            case "HmacMD5" -> 16;
            default -> 20;
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
