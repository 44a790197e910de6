// SPDX-License-Identifier: MIT
package twinport.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Wireshark's reader as the judge of what we write.
public final class Tshark {
    private Tshark() {}

    /// Skips the test, with a message, where tshark is missing.
    public static List<String> read(Path file, String... options)
            throws IOException, InterruptedException {
        Path tshark =
                Stream.of("/usr/bin/tshark", "/usr/local/bin/tshark", "/opt/homebrew/bin/tshark")
                        .map(Path::of)
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        assumeTrue(tshark != null, "tshark is not installed: the capture was not judged by it");
        List<String> command = new ArrayList<>(List.of(tshark + "", "-n", "-r", file.toString()));
        command.addAll(List.of(options));
        Path errors = Files.createTempFile("tshark", ".txt");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        return out.lines().toList();
    }

    /// One frame as Wireshark dissects it, checksums verified.
    public record Seen(Map<String, String> fields) {
        /// The value of a field; empty where the frame has none.
        public String get(String field) {
            return Optional.ofNullable(fields.get(field)).orElseThrow();
        }

        public boolean has(String field) {
            return !get(field).isEmpty();
        }

        /// What Wireshark finds fault with: checksums, sequence, acknowledgement, form.
        public String complaint() {
            String checksums = get("ip.checksum.status") + get("tcp.checksum.status");
            return checksums.replace("1", "") + get("tcp.analysis.flags") + get("_ws.malformed");
        }

        public String ports() {
            return get("tcp.srcport") + " > " + get("tcp.dstport");
        }
    }

    private static final List<String> FIELDS =
            List.of(
                    "frame.number",
                    "frame.comment",
                    "ip.src",
                    "ip.dst",
                    "ipv6.src",
                    "tcp.srcport",
                    "tcp.dstport",
                    "tcp.flags.syn",
                    "tcp.flags.fin",
                    "tcp.flags.reset",
                    "tcp.payload",
                    "ip.checksum.status",
                    "tcp.checksum.status",
                    "tcp.analysis.flags",
                    "_ws.malformed");

    public static List<Seen> frames(Path file) throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(
                        List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
        options.addAll(List.of("-o", "tcp.desegment_tcp_streams:FALSE", "-T", "fields"));
        FIELDS.forEach(field -> options.addAll(List.of("-e", field)));
        List<Seen> frames = new ArrayList<>();
        for (String line : read(file, options.toArray(String[]::new))) {
            String[] values = line.split("\t", -1);
            Map<String, String> fields = new TreeMap<>();
            for (int i = 0; i < values.length; i++) {
                fields.put(FIELDS.get(i), values[i]);
            }
            frames.add(new Seen(fields));
        }
        assertThat(frames).isNotEmpty().extracting(Seen::complaint).containsOnly("");
        return frames;
    }

    /// MQTT packets, decrypted where the capture itself holds the secrets: type, topic, payload in
    /// hex. Several in a frame are joined by commas, as Wireshark does.
    public static List<String> mqtt(Path file, int... tlsPorts)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        for (int port : tlsPorts) {
            options.addAll(List.of("-d", "tcp.port==" + port + ",tls"));
            options.addAll(List.of("-d", "tls.port==" + port + ",mqtt"));
        }
        options.addAll(List.of("-Y", "mqtt", "-T", "fields", "-e", "mqtt.msgtype"));
        options.addAll(List.of("-e", "mqtt.topic", "-e", "mqtt.msg"));
        return read(file, options.toArray(String[]::new));
    }

    /// The payload of each direction of each conversation, by "source port > destination port".
    public static Map<String, byte[]> streams(List<Seen> frames) {
        Map<String, StringBuilder> hex = new TreeMap<>();
        for (Seen frame : frames) {
            if (frame.has("tcp.payload")) {
                hex.computeIfAbsent(frame.ports(), _ -> new StringBuilder())
                        .append(frame.get("tcp.payload"));
            }
        }
        Map<String, byte[]> streams = new TreeMap<>();
        hex.forEach((key, text) -> streams.put(key, HexFormat.of().parseHex(text)));
        return streams;
    }
}
