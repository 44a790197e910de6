// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// JA4's values are those of FoxIO's specification (FoxIO-LLC/ja4, technical_details/JA4.md); the
/// hello with both JA3 and JA4 is a Chrome's as browserleaks.com showed it.
class FingerprintTest {
    private static final String SUITES =
            "1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035";
    private static final String EXTENSIONS =
            "001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015";
    private static final String SIGNATURES = "0403,0804,0401,0503,0805,0501,0806,0601";

    @Test
    void theSpecificationsExample() {
        assertThat(Fingerprint.ja4(hello(SUITES, EXTENSIONS, SIGNATURES, "h2", "0304,0303")))
                .isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    @Test
    void greaseCountsNowhere() {
        assertThat(
                        Fingerprint.ja4(
                                hello(
                                        "3a3a," + SUITES,
                                        "dada," + EXTENSIONS + ",1a1a",
                                        SIGNATURES,
                                        "h2",
                                        "8a8a,0304,0303")))
                .isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    @Test
    void withoutSignatureAlgorithmsTheHashEndsAfterTheExtensions() {
        assertThat(Fingerprint.ja4(hello(SUITES, EXTENSIONS, "", "h2", "0304,0303")))
                .isEqualTo("t13d1516h2_8daaf6152771_6d807ffa2a79");
    }

    @Test
    void withoutAnythingTheHashesAreZeros() {
        assertThat(Fingerprint.ja4(hello("", "", "", null, "")))
                .isEqualTo("t12i000000_000000000000_000000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "h2, h2",
        "http/1.1, h1",
        "x, xx",
        "mqtt, mt",
        "\u00ab, ab",
        "\u00ab\u00cd, ad",
        "0\u00ab, 3b",
        "01\u00ab\u00cd, 3d",
        "0\u00ab\u00cd1, 01"
    })
    void theProtocolIsTwoCharacters(String protocol, String expected) {
        String ja4 = Fingerprint.ja4(hello(SUITES, EXTENSIONS, "", protocol, "0304"));

        assertThat(ja4.substring(8, 10)).isEqualTo(expected);
    }

    @Test
    void ja3AndJa4OfOneHello() {
        var hello =
                new HandshakeMessage.ClientHello(
                        771,
                        new byte[32],
                        new byte[0],
                        numbers(
                                "1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,"
                                        + "009d,002f,0035"),
                        numbers("0304,0303"),
                        "tls.example",
                        List.of("h2", "http/1.1"),
                        List.of(0x2a2a, 4588, 29, 23, 24),
                        numbers(SIGNATURES),
                        List.of(
                                45, 51, 16, 65037, 23, 17613, 0, 11, 10, 43, 65281, 35, 18, 5, 13,
                                27),
                        details(List.of(0)));

        assertThat(Fingerprint.ja3(hello))
                .isEqualTo(
                        "771,4865-4866-4867-49195-49199-49196-49200-52393-52392-49171-49172-156-157"
                                + "-47-53,45-51-16-65037-23-17613-0-11-10-43-65281-35-18-5-13-27,"
                                + "4588-29-23-24,0");
        assertThat(Fingerprint.ja3Hash(hello)).isEqualTo("98487aa16281980e7d1120d399efb6a4");
        assertThat(Fingerprint.ja4(hello)).isEqualTo("t13d1516h2_8daaf6152771_d8a2da3f94cd");
    }

    private static HandshakeMessage.ClientHello hello(
            String suites,
            String extensions,
            String signatures,
            @Nullable String protocol,
            String versions) {
        return new HandshakeMessage.ClientHello(
                0x0303,
                new byte[32],
                new byte[0],
                numbers(suites),
                numbers(versions),
                null,
                protocol == null ? List.of() : List.of(protocol),
                List.of(),
                numbers(signatures),
                numbers(extensions),
                details(List.of()));
    }

    private static HelloDetails details(List<Integer> formats) {
        return new HelloDetails(false, List.of(0), formats, List.of(), List.of(), 0, -1, -1, -1);
    }

    private static List<Integer> numbers(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",")).map(HexFormat::fromHexDigits).toList();
    }
}
