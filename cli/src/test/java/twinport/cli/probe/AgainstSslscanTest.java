// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.findings.check.BrokerProbeFacts;
import twinport.wire.tls.ShownCertificate;

/// Protocols, suites and certificates of servers of many settings: what the audit finds is what
/// sslscan finds, row by row.
@Timeout(120)
final class AgainstSslscanTest {
    private static final Pattern PROTOCOL =
            Pattern.compile("<protocol type=\"(\\w+)\" version=\"([\\d.]+)\" enabled=\"1\"");
    private static final Pattern CIPHER =
            Pattern.compile(
                    "<cipher status=\"\\w+\" sslversion=\"TLSv([\\d.]+)\"[^>]* id=\"0x([0-9A-F]{4})\"");
    private static final Pattern KEY =
            Pattern.compile(
                    "<pk error=\"\\w+\" type=\"(\\w+)\"(?: curve_name=\"\\w+\")? bits=\"(\\d+)\"");
    private static final Pattern SIGNATURE = Pattern.compile("<signature-algorithm>([^<]+)<");

    @TempDir private Path folder;

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of("as OpenSSL is", "rsa:2048", List.of()),
                Arguments.of(
                        "TLS 1.2 with one suite",
                        "rsa:3072",
                        List.of("-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256")),
                Arguments.of("TLS 1.3 only", "ec:prime256v1", List.of("-tls1_3")),
                Arguments.of(
                        "everything that can be switched on",
                        "rsa:2048",
                        List.of("-cipher", "ALL:@SECLEVEL=0")),
                Arguments.of("a weak key", "rsa:1024", List.of("-cipher", "DEFAULT:@SECLEVEL=0")),
                Arguments.of(
                        "no suite with forward secrecy",
                        "rsa:2048",
                        List.of("-tls1_2", "-cipher", "kRSA:@SECLEVEL=0")),
                Arguments.of(
                        "a curve of 384 bits",
                        "ec:secp384r1",
                        List.of("-no_tls1_3", "-cipher", "ECDHE+AESGCM:ECDHE+CHACHA20")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void theAuditAndSslscanFindTheSame(String name, String key, List<String> options)
            throws Exception {
        for (String program : List.of("sslscan", "openssl")) {
            assumeTrue(
                    OpensslServer.installed(program),
                    program + " is not installed: apt-get install it to run this test");
        }
        List<String> certificate = List.of("-sha256", "-days", "60");
        try (OpensslServer server = OpensslServer.start(folder, key, certificate, options)) {
            String scanned =
                    OpensslServer.output(
                            List.of(
                                    "sslscan",
                                    "--no-colour",
                                    "--xml=-",
                                    "127.0.0.1:" + server.port()));
            BrokerProbeFacts.TlsPort found = server.audited();
            assertThat(OpensslServer.protocols(found))
                    .as("protocols")
                    .isEqualTo(protocols(scanned));
            assertThat(OpensslServer.suites(found)).as("suites").isEqualTo(suites(scanned));
            ShownCertificate.Read leaf = (ShownCertificate.Read) found.chain().getFirst();
            Matcher pk = KEY.matcher(scanned);
            assertThat(pk.find()).as(scanned).isTrue();
            assertThat(leaf.keyAlgorithm()).isEqualTo(pk.group(1));
            // of a curve sslscan gives the strength, which is half
            int halves = leaf.keyAlgorithm().equals("RSA") ? 1 : 2;
            assertThat(leaf.keyBits() / halves).isEqualTo(Integer.parseInt(pk.group(2)));
            Matcher signature = SIGNATURE.matcher(scanned);
            assertThat(signature.find()).as(scanned).isTrue();
            assertThat(leaf.signatureAlgorithm().toLowerCase(Locale.ROOT))
                    .startsWith(
                            signature.group(1).toLowerCase(Locale.ROOT).contains("sha256")
                                    ? "sha256"
                                    : "?");
        }
    }

    private static Set<String> protocols(String scanned) {
        TreeSet<String> names = new TreeSet<>();
        Matcher each = PROTOCOL.matcher(scanned);
        while (each.find()) {
            names.add(
                    each.group(1).toUpperCase(Locale.ROOT)
                            + " "
                            + (each.group(1).equals("ssl") ? each.group(2) + ".0" : each.group(2)));
        }
        return names;
    }

    private static Set<String> suites(String scanned) {
        TreeSet<String> names = new TreeSet<>();
        Matcher each = CIPHER.matcher(scanned);
        while (each.find()) {
            names.add("TLS " + each.group(1) + " " + each.group(2));
        }
        return names;
    }
}
