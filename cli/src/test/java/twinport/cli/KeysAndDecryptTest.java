// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static twinport.cli.Peers.twinport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// `keys` and `decrypt`, with tshark as judge that what was written opens by itself.
class KeysAndDecryptTest {
    private static final Path CAPTURES = Path.of("..", "examples", "captures");

    @TempDir private Path folder;

    private static Path capture(String name) {
        return CAPTURES.resolve(name + ".pcap");
    }

    private static Path keys(String name) {
        return CAPTURES.resolve(name + ".keys");
    }

    private Path decrypted(String name) {
        Path out = folder.resolve(name + ".pcapng");
        assertThat(twinport("decrypt", capture(name), "-w", out, "--keylog", keys(name)).exitCode())
                .isZero();
        return out;
    }

    private static List<String> tshark(Path capture, String... arguments) throws Exception {
        assumeTrue(
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "tshark"))),
                "tshark is not installed: no judge for what was written");
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls13-aes256", "tls12-chacha", "tls12-renegotiation", "tls13-hrr"})
    void whatDecryptWritesOpensInTsharkWithoutAKeyLog(String name) throws Exception {
        Path out = decrypted(name);

        assertThat(tshark(out, "-Y", "mqtt.msgtype == 3", "-T", "fields", "-e", "mqtt.topic"))
                .containsExactly("lab/ssl2");
        String[] fields = {
            "-T",
            "fields",
            "-e",
            "frame.number",
            "-e",
            "frame.time_epoch",
            "-e",
            "frame.len",
            "-e",
            "tcp.payload"
        };
        assertThat(tshark(out, fields)).isEqualTo(tshark(capture(name), fields)).isNotEmpty();
    }

    @Test
    void onlyTheSecretsOfSessionsSeenAreWrittenAndOnlyTheOwnerReadsThem() throws IOException {
        Path log = folder.resolve("all.keys");
        Files.writeString(
                log, Files.readString(keys("tls13-aes256")) + Files.readString(keys("tls12-psk")));
        Path out = folder.resolve("out.pcapng");
        Files.writeString(out, "something older");

        Peers.Said said = twinport("decrypt", capture("tls12-psk"), "-w", out, "--keylog", log);

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).contains("of 1 TLS sessions, 1 got secrets", "holds secrets");
        String written = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(written).contains("CLIENT_RANDOM ").doesNotContain("TRAFFIC_SECRET");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(log, out);
        }

        twinport("decrypt", capture("tls12-psk"), "-w", out, "--keylog", log, "--all-secrets");
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1))
                .contains("SERVER_TRAFFIC_SECRET_0", "CLIENT_RANDOM ");
    }

    @Test
    void aGzipOfACaptureIsRead() throws Exception {
        Path zipped = folder.resolve("in.pcap.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            Files.copy(capture("tls13-aes128"), out);
        }
        Path out = folder.resolve("out.pcapng");

        assertThat(
                        twinport("decrypt", zipped, "-w", out, "--keylog", keys("tls13-aes128"))
                                .exitCode())
                .isZero();
        assertThat(Files.readAllBytes(out))
                .isEqualTo(Files.readAllBytes(decrypted("tls13-aes128")));
    }

    @Test
    void stripTakesTheSecretsOut() throws Exception {
        Path out = folder.resolve("clean.pcapng");

        assertThat(twinport("decrypt", decrypted("tls13-aes256"), "-w", out, "--strip").exitCode())
                .isZero();

        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).doesNotContain("SECRET");
        assertThat(twinport("keys", out).out()).contains("no secret for client random");
        assertThat(tshark(out, "-Y", "mqtt")).isEmpty();
    }

    @Test
    void wrongUsesAreRefused() throws IOException {
        Path copy = folder.resolve("copy.pcap");
        Files.copy(capture("tls13-aes256"), copy);
        byte[] before = Files.readAllBytes(copy);
        Path out = folder.resolve("out.pcapng");

        Peers.Said onto = twinport("decrypt", copy, "-w", copy, "--keylog", keys("tls13-aes256"));
        assertThat(onto.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(onto.err()).contains("is the capture itself");
        assertThat(Files.readAllBytes(copy)).isEqualTo(before);
        assertThat(twinport("decrypt", copy, "-w", out).exitCode()).isEqualTo(Exit.USAGE);
        assertThat(twinport("decrypt", copy, "-w", out, "--keylog", copy).exitCode())
                .isEqualTo(Exit.UNREADABLE);
        assertThat(twinport("decrypt", keys("tls13-aes256"), "-w", out, "--strip").exitCode())
                .isEqualTo(Exit.UNREADABLE);
        assertThat(out).doesNotExist();
        assertThat(twinport("keys", folder.resolve("absent.pcap")).exitCode())
                .isEqualTo(Exit.UNREADABLE);
        assertThat(twinport("keys", keys("tls13-aes256")).exitCode()).isEqualTo(Exit.UNREADABLE);

        Peers.Said foreign = twinport("decrypt", copy, "-w", out, "--keylog", keys("tls13-aes128"));
        assertThat(foreign.exitCode()).isEqualTo(Exit.NOT_GOOD);
        assertThat(foreign.err()).contains("is of a session in the capture");
    }

    @Test
    void keysListsSessionsSecretsAndReasons() {
        var sessions =
                JsonMapper.shared()
                        .readTree(
                                twinport(
                                                "keys",
                                                capture("tls12-ticket"),
                                                "--keylog",
                                                keys("tls12-ticket"),
                                                "--format",
                                                "json")
                                        .out());
        assertThat(sessions.size()).isEqualTo(2);
        assertThat(sessions.get(0).get("resumption").asString()).isEqualTo("full");
        assertThat(sessions.get(1).get("resumption").asString()).isEqualTo("ticket");
        assertThat(sessions.get(1).get("secrets").get(0).asString()).isEqualTo("CLIENT_RANDOM");
        assertThat(sessions.get(1).get("missing").size()).isZero();
        assertThat(sessions.get(1).get("records_sealed").asInt()).isZero();
        assertThat(sessions.get(1).get("server_name").asString()).isEqualTo("broker.lab");

        List<String> rows =
                twinport("keys", capture("tls13-aes128"), "--format", "tsv").out().lines().toList();
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().split("\t")).contains("client_random", "missing", "reasons");
        assertThat(rows.getLast())
                .contains("SERVER_TRAFFIC_SECRET_0", "no secret for client random");
        assertThat(twinport("keys", capture("mqtt5-inorder")).out()).isEqualTo("no TLS\n");
    }
}
