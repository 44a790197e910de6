// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.tls.Fingerprint;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.SecretLog;

/// tshark as judge of hellos: which frame holds one, and JA3 or JA3S, which take in nearly all of
/// it.
class TlsTsharkTest {
    /// Here tshark reads no more than we do, but says it otherwise or not at all: none so far.
    private static final Set<String> DIFFERENT = Set.of();

    @BeforeAll
    static void tsharkIsThere() {
        assumeTrue(
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark"))),
                "tshark is not installed: no judge for these captures");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls10-cbc", "tls12-ticket", "tls12-psk", "tls13-0rtt", "tls13-hrr"})
    void hellosOfOwnCapturesReadAlike(String name) throws Exception {
        assertAlike(Captures.own(name + ".pcap"));
    }

    static Stream<Path> others() throws IOException {
        Path folder = Captures.others().orElse(null);
        if (folder == null) {
            return Stream.of(Path.of("absent"));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().matches("tls_.*pcap(.gz)?"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void hellosOfOtherProjectsReadAlike(Path capture) throws Exception {
        assumeTrue(
                Files.exists(capture),
                "the captures of other projects are not here (TWINPORT_CORPUS names their folder)");
        assumeTrue(!DIFFERENT.contains(capture.getFileName().toString()), "a known difference");
        assertAlike(capture);
    }

    private static void assertAlike(Path capture) throws Exception {
        List<String> tsharks = tsharks(capture);
        assertThat(ours(capture)).isEqualTo(tsharks);
        assertThat(tsharks).isNotEmpty();
    }

    private static List<String> ours(Path capture) {
        List<String> lines = new ArrayList<>();
        for (var seen :
                Captures.only(
                        Observation.TlsHandshake.class, Captures.read(capture, new SecretLog()))) {
            if (seen.message() instanceof HandshakeMessage.ClientHello hello) {
                String name = Objects.requireNonNullElse(hello.serverName(), "");
                lines.add(seen.frame() + "\t" + Fingerprint.ja3Hash(hello) + "\t\t" + name);
            } else if (seen.message() instanceof HandshakeMessage.ServerHello hello) {
                lines.add(seen.frame() + "\t\t" + Fingerprint.ja3sHash(hello) + "\t");
            }
        }
        return lines;
    }

    private static List<String> tsharks(Path capture) throws Exception {
        List<String> command =
                List.of(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-o",
                        "tcp.reassemble_out_of_order:TRUE",
                        "-Y",
                        "tls.handshake.type == 1 or tls.handshake.type == 2",
                        "-T",
                        "fields",
                        "-e",
                        "frame.number",
                        "-e",
                        "tls.handshake.ja3",
                        "-e",
                        "tls.handshake.ja3s",
                        "-e",
                        "tls.handshake.extensions_server_name");
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().toList();
    }
}
