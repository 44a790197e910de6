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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;

/// tshark as judge: the same fields of the same packets, wherever tshark reads MQTT right.
///
/// Left out, because tshark 4.0 is wrong there: captures with split length fields
/// (mqtt311-packed-split-lengths, mqtt5-edge-splits, mqtt5-edge-ooo, where it loses the framing)
/// and those without its preference for reordered segments, which is set here. So is
/// tls13-0rtt-rejected, where it shows as MQTT the early data that the server did not take, and
/// tls12-camellia, which only tshark opens.
class TsharkTest {
    private static final List<String> FIELDS =
            List.of(
                    "frame.number",
                    "frame.time_epoch",
                    "ip.src",
                    "ip.dst",
                    "tcp.srcport",
                    "tcp.dstport",
                    "mqtt.msgtype",
                    "mqtt.len",
                    "mqtt.hdrflags",
                    "mqtt.topic",
                    "mqtt.msg",
                    "mqtt.msgid",
                    "mqtt.qos",
                    "mqtt.retain",
                    "mqtt.dupflag",
                    "mqtt.clientid",
                    "mqtt.username",
                    "mqtt.passwd",
                    "mqtt.ver",
                    "mqtt.protoname",
                    "mqtt.conflags",
                    "mqtt.kalive",
                    "mqtt.willtopic",
                    "mqtt.willmsg",
                    "mqtt.conack.val",
                    "mqtt.connack.reason_code",
                    "mqtt.conack.flags.sp",
                    "mqtt.sub.qos",
                    "mqtt.suback.qos",
                    "mqtt.suback.reason_code",
                    "mqtt.disconnect.reason_code",
                    "mqtt.property.topic_alias");

    @BeforeAll
    static void tsharkIsThere() {
        assumeTrue(isInstalled(), "tshark is not installed: no judge for these captures");
    }

    private static boolean isInstalled() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt311-and-5-plain.pcap.gz",
                "mqtt5-inorder.pcap",
                "mqtt5-ooo-only.pcap",
                "tap-synthesised-dsb.pcapng",
                "tls10-cbc.pcap",
                "tls12-aes128-gcm.pcap",
                "tls12-aes256-gcm.pcap",
                "tls12-cbc-sha384-no-etm.pcap",
                "tls12-chacha.pcap",
                "tls12-no-ems.pcap",
                "tls12-null.pcap",
                "tls12-renegotiation.pcap",
                "tls12-session-id.pcap",
                "tls12-ticket.pcap",
                "tls13-aes256.pcap",
                "tls13-psk.pcap",
                "tls12-cbc-sha.pcap",
                "tls12-cbc-sha256-etm.pcap",
                "tls12-ecdsa-ccm.pcap",
                "tls12-ecdsa-ccm8.pcap",
                "tls12-psk.pcap",
                "tls12-resume.pcap",
                "tls13-0rtt.pcap",
                "tls13-ccm.pcap",
                "tls13-ccm8.pcap",
                "tls13-chacha.pcap",
                "tls13-hrr.pcap",
                "tls13-resume.pcap"
            })
    void ownCapturesReadAlike(String name) throws Exception {
        assertAlike(Captures.own(name));
    }

    static Stream<Path> others() throws IOException {
        Path folder = Captures.others().orElse(null);
        return folder == null
                ? Stream.of(Path.of("absent"))
                : Stream.of(folder.resolve("mqtt.pcap"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void capturesOfOtherProjectsReadAlike(Path capture) throws Exception {
        assumeTrue(
                Files.exists(capture),
                "the captures of other projects are not here (TWINPORT_CORPUS names their folder)");
        assertAlike(capture);
    }

    private static void assertAlike(Path capture) throws Exception {
        assertThat(ours(capture)).isEqualTo(tsharks(capture));
    }

    /// Our rows, those of one frame joined as tshark joins them.
    private static List<String> ours(Path capture) {
        List<Observation.MqttSeen> seen =
                Captures.only(
                        Observation.MqttSeen.class,
                        Captures.read(capture, Captures.secretsOf(capture)));
        return seen.stream()
                .collect(
                        Collectors.groupingBy(
                                Observation.MqttSeen::frame,
                                java.util.TreeMap::new,
                                Collectors.toList()))
                .values()
                .stream()
                .map(TsharkTest::line)
                .toList();
    }

    private static String line(List<Observation.MqttSeen> frame) {
        List<String> cells = new ArrayList<>();
        for (String field : FIELDS) {
            boolean once = !field.startsWith("mqtt.");
            cells.add(
                    frame.stream()
                            .limit(once ? 1 : Long.MAX_VALUE)
                            .map(row -> Fields.value(field, row))
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining(",")));
        }
        return String.join("\t", cells);
    }

    private static List<String> tsharks(Path capture) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("tshark", "-r", capture.toString(), "-Y", "mqtt", "-T", "fields"));
        command.addAll(
                List.of("-d", "tcp.port==11883,mqtt", "-o", "tcp.reassemble_out_of_order:TRUE"));
        if (Files.exists(Captures.keysOf(capture))) {
            command.addAll(List.of("-o", "tls.keylog_file:" + Captures.keysOf(capture)));
        }
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Arrays.asList(out.split("\n"));
    }
}
