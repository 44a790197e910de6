// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fingerprints of hellos, by which an onlooker tells one TLS program from another.
///
/// JA3 and JA3S as salesforce/ja3 describes them; JA4 (the TLS client's alone) as FoxIO's
/// technical_details/JA4.md does. GREASE values (RFC 8701) count in none.
public final class Fingerprint {
    private static final int COUNT_MAX = 99;
    private static final int HASH_CHARS = 12;
    private static final String NOTHING = "000000000000";

    private Fingerprint() {}

    /// Version, suites, extensions, groups and point formats, as decimal numbers.
    public static String ja3(HandshakeMessage.ClientHello hello) {
        return hello.legacyVersion()
                + ","
                + decimals(hello.suites())
                + ","
                + decimals(hello.extensions())
                + ","
                + decimals(hello.groups())
                + ","
                + decimals(hello.details().pointFormats());
    }

    public static String ja3Hash(HandshakeMessage.ClientHello hello) {
        return hash("MD5", ja3(hello));
    }

    /// Version, suite and extensions of the server's answer.
    public static String ja3s(HandshakeMessage.ServerHello hello) {
        return hello.legacyVersion() + "," + hello.suite() + "," + decimals(hello.extensions());
    }

    public static String ja3sHash(HandshakeMessage.ServerHello hello) {
        return hash("MD5", ja3s(hello));
    }

    public static String ja4(HandshakeMessage.ClientHello hello) {
        List<String> suites = hexes(hello.suites()).sorted().toList();
        List<String> extensions =
                hexes(
                                hello.extensions().stream()
                                        .filter(type -> type != HandshakeMessage.SERVER_NAME)
                                        .filter(type -> type != HandshakeMessage.ALPN)
                                        .toList())
                        .sorted()
                        .toList();
        String signatures = hexes(hello.signatureAlgorithms()).collect(Collectors.joining(","));
        String sorted = String.join(",", extensions);
        return ja4Start(hello, suites.size())
                + "_"
                + (suites.isEmpty() ? NOTHING : shortHash(String.join(",", suites)))
                + "_"
                + (extensions.isEmpty()
                        ? NOTHING
                        : shortHash(signatures.isEmpty() ? sorted : sorted + "_" + signatures));
    }

    private static String ja4Start(HandshakeMessage.ClientHello hello, int suites) {
        long extensions =
                hello.extensions().stream().filter(type -> !TlsVersion.isGrease(type)).count();
        boolean named = hello.extensions().contains(HandshakeMessage.SERVER_NAME);
        return "t"
                + version(hello.highestVersion().number())
                + (named ? "d" : "i")
                + count(suites)
                + count(extensions)
                + protocol(hello.alpn());
    }

    private static String version(int number) {
        return switch (number) {
            case 0x0304 -> "13";
            case 0x0303 -> "12";
            case 0x0302 -> "11";
            case 0x0301 -> "10";
            case 0x0300 -> "s3";
            case 0x0002 -> "s2";
            default -> "00";
        };
    }

    private static String count(long number) {
        return String.format("%02d", Math.min(number, COUNT_MAX));
    }

    /// First and last character of the first protocol; of its hex digits where one of them is
    /// neither letter nor digit.
    private static String protocol(List<String> alpn) {
        if (alpn.isEmpty() || alpn.getFirst().isEmpty()) {
            return "00";
        }
        byte[] bytes = alpn.getFirst().getBytes(StandardCharsets.ISO_8859_1);
        byte first = bytes[0];
        byte last = bytes[bytes.length - 1];
        if (plain(first) && plain(last)) {
            return "" + (char) first + (char) last;
        }
        HexFormat hex = HexFormat.of();
        return "" + hex.toHighHexDigit(first) + hex.toLowHexDigit(last);
    }

    private static boolean plain(byte c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static String decimals(List<Integer> numbers) {
        return numbers.stream()
                .filter(number -> !TlsVersion.isGrease(number))
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    private static Stream<String> hexes(List<Integer> numbers) {
        return numbers.stream()
                .filter(number -> !TlsVersion.isGrease(number))
                .map(number -> String.format("%04x", number));
    }

    private static String shortHash(String text) {
        return hash("SHA-256", text).substring(0, HASH_CHARS);
    }

    private static String hash(String algorithm, String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance(algorithm)
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }
}
