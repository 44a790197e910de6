// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.VersionSupport;
import twinport.lab.probe.audit.Audit;
import twinport.lab.probe.audit.AuditSettings;
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
        assumeTrue(
                installed("sslscan"),
                "sslscan is not installed: apt-get install it to run this test");
        assumeTrue(
                installed("openssl"),
                "openssl is not installed: apt-get install it to run this test");
        int port = FreePorts.next();
        certificate(key);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_server",
                                "-accept",
                                "127.0.0.1:" + port,
                                "-cert",
                                "server.pem",
                                "-key",
                                "server.key",
                                "-quiet"));
        command.addAll(options);
        Process server =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("server.log").toFile())
                        .start();
        try {
            awaitPort(server, port);
            String scanned =
                    output(List.of("sslscan", "--no-colour", "--xml=-", "127.0.0.1:" + port));
            BrokerProbeFacts.TlsPort found = audit(port);
            assertThat(protocols(found)).as("protocols").isEqualTo(protocols(scanned));
            assertThat(suites(found)).as("suites").isEqualTo(suites(scanned));
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
        } finally {
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static BrokerProbeFacts.TlsPort audit(int port) throws Exception {
        InetAddress local = InetAddress.ofLiteral("127.0.0.1");
        AuditSettings settings =
                new AuditSettings(
                        "127.0.0.1",
                        local,
                        OptionalInt.empty(),
                        OptionalInt.of(port),
                        List.of("localhost"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        "twinport/audit",
                        Duration.ofMillis(500),
                        400);
        Audit.Result result =
                new Audit(settings, InstantSource.system(), new SecureRandom(), _ -> {}).run();
        assertThat(result.unreached()).isEmpty();
        return result.facts().tls().orElseThrow();
    }

    private static Set<String> protocols(BrokerProbeFacts.TlsPort found) {
        TreeSet<String> names = new TreeSet<>();
        found.versions().stream()
                .filter(VersionSupport::supported)
                .forEach(each -> names.add(each.version().toString()));
        return names;
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

    private static Set<String> suites(BrokerProbeFacts.TlsPort found) {
        TreeSet<String> names = new TreeSet<>();
        for (VersionSupport version : found.versions()) {
            assertThat(version.supported() && !version.allSuites())
                    .as("%s: all suites were asked for", version.version())
                    .isFalse();
            version.suites()
                    .forEach(suite ->
                            names.add(String.format("%s %04X", version.version(), suite.number())));
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

    private void certificate(String key) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-nodes",
                                "-sha256",
                                "-days",
                                "60",
                                "-subj",
                                "/CN=localhost",
                                "-keyout",
                                folder.resolve("server.key").toString(),
                                "-out",
                                folder.resolve("server.pem").toString()));
        if (key.startsWith("rsa:")) {
            command.addAll(List.of("-newkey", key));
        } else {
            command.addAll(
                    List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:" + key.substring(3)));
        }
        output(command);
        assertThat(Files.size(folder.resolve("server.pem"))).isPositive();
    }

    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /// There is no event to wait for when another process opens a port: it is asked until it
    /// answers.
    private void awaitPort(Process server, int port) throws Exception {
        for (int attempt = 0; attempt < 200; attempt++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw new IllegalStateException(
                "openssl did not start: " + Files.readString(folder.resolve("server.log")));
    }
}
