// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.wire.Captures;
import twinport.wire.field.Fields;
import twinport.wire.field.Row;
import twinport.wire.field.RowWriter;
import twinport.wire.traffic.Channel;
import twinport.wire.traffic.PcapOutput;
import twinport.wire.traffic.Traffic;

/// tshark as judge: the same fields of the same packets, frame by frame. Where it is wrong the
/// difference is listed in [TsharkDifference], and each listed one is asserted to be as listed.
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

    private static final int TYPES = FIELDS.indexOf("mqtt.msgtype");
    private static final String IN_ORDER = "tcp.reassemble_out_of_order:TRUE";
    private static final String DEFAULTS = " with tshark's default preferences";
    private static final Path ABSENT = Path.of("absent");

    @TempDir private static Path folder;

    @BeforeAll
    static void tsharkIsThere() {
        assumeTrue(isInstalled(), "tshark is not installed: no judge for these captures");
    }

    private static boolean isInstalled() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    static List<Path> own() {
        return Captures.all();
    }

    @ParameterizedTest
    @MethodSource("own")
    void ownCapturesReadAlikeOrDifferAsListed(Path capture) throws Exception {
        judge(capture.getFileName().toString(), capture, IN_ORDER);
    }

    @Test
    void reorderedSegmentsAreLostByTsharksDefaults() throws Exception {
        String name = "mqtt5-ooo-only.pcap";
        judge(name + DEFAULTS, Captures.own(name), "tcp.reassemble_out_of_order:FALSE");
    }

    static List<Path> others() throws IOException {
        Path others = Captures.others().orElse(null);
        if (others == null) {
            return List.of(ABSENT);
        }
        try (Stream<Path> files = Files.list(others)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng|\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void capturesOfOtherProjectsReadAlikeOrDifferAsListed(Path capture) throws Exception {
        assumeTrue(
                !capture.equals(ABSENT),
                "the captures of other projects are not here (TWINPORT_CORPUS names their folder)");
        judge("zeek/" + capture.getFileName(), capture, IN_ORDER);
    }

    @ParameterizedTest
    @EnumSource
    void synthesisedCapturesReadAlikeOrDifferAsListed(Traffic.Shape shape) throws Exception {
        Path capture = folder.resolve(shape + ".pcap");
        try (PcapOutput out = new PcapOutput(Files.newOutputStream(capture))) {
            Traffic.write(new Traffic.Plan(shape, 1_000_000, 48, 1883, 11), Channel::plain, out);
        }
        judge("synthesised " + shape, capture, IN_ORDER);
    }

    /// Rows by frame number, and the number of packets in them.
    private record Rows(NavigableMap<Long, String> byFrame) {
        int packets() {
            return byFrame.values().stream()
                    .map(Rows::types)
                    .mapToInt(types -> types.isEmpty() ? 0 : types.split(",").length)
                    .sum();
        }

        String typesOf(long frame) {
            return types(byFrame.getOrDefault(frame, ""));
        }

        private static String types(String row) {
            return row.isEmpty() ? "" : row.split("\t", -1)[TYPES];
        }

        /// The frames whose rows differ.
        SortedSet<Long> unlike(Rows other) {
            SortedSet<Long> frames = new TreeSet<>(byFrame.keySet());
            frames.addAll(other.byFrame.keySet());
            frames.removeIf(frame -> Objects.equals(byFrame.get(frame), other.byFrame.get(frame)));
            return frames;
        }
    }

    private static void judge(String name, Path capture, String preference) throws Exception {
        Rows ours = ours(capture);
        Rows tsharks = tsharks(capture, preference);
        TsharkDifference listed = TsharkDifference.of(name).orElse(null);
        if (listed == null) {
            assertThat(ours.byFrame()).isEqualTo(tsharks.byFrame());
            return;
        }
        SortedSet<Long> unlike = ours.unlike(tsharks);
        assertThat(unlike)
                .as("tshark reads %s right: take it from TsharkDifference and the document", name)
                .isNotEmpty();
        long first = Collections.min(unlike);
        assertThat(
                        new TsharkDifference(
                                name,
                                first,
                                tsharks.typesOf(first),
                                ours.typesOf(first),
                                tsharks.packets(),
                                ours.packets(),
                                listed.why()))
                .isEqualTo(listed);
    }

    /// Our rows, those of one frame joined as tshark joins them.
    private static Rows ours(Path capture) {
        NavigableMap<Long, List<Observation.MqttSeen>> frames =
                Captures.only(
                                Observation.MqttSeen.class,
                                Captures.read(capture, Captures.secretsOf(capture)))
                        .stream()
                        .collect(groupingBy(Observation.MqttSeen::frame, TreeMap::new, toList()));
        NavigableMap<Long, String> rows = new TreeMap<>();
        frames.forEach((number, frame) -> rows.put(number, row(frame)));
        return new Rows(rows);
    }

    private static String row(List<Observation.MqttSeen> frame) {
        List<String> cells = new ArrayList<>();
        for (String field : FIELDS) {
            boolean once = !field.startsWith("mqtt.");
            cells.add(
                    frame.stream()
                            .limit(once ? 1 : Long.MAX_VALUE)
                            .map(row -> value(field, row))
                            .filter(value -> !value.isEmpty())
                            .collect(joining(",")));
        }
        return String.join("\t", cells);
    }

    private static String value(String name, Observation.MqttSeen seen) {
        var out = new ByteArrayOutputStream();
        var field = Fields.named(name).orElseThrow();
        var writer = RowWriter.ofFields(RowWriter.Format.TSV, List.of(field), out);
        Row row = new Row();
        row.take(seen);
        writer.write(row);
        writer.finish();
        return out.toString(UTF_8).stripTrailing();
    }

    private static Rows tsharks(Path capture, String preference) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of("tshark", "-r", capture.toString(), "-Y", "mqtt", "-T", "fields"));
        command.addAll(List.of("-d", "tcp.port==11883,mqtt", "-o", preference));
        if (Files.exists(Captures.keysOf(capture))) {
            command.addAll(List.of("-o", "tls.keylog_file:" + Captures.keysOf(capture)));
        }
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        NavigableMap<Long, String> rows = new TreeMap<>();
        Arrays.stream(out.split("\n"))
                .filter(row -> !row.isEmpty())
                .forEach(row -> rows.put(Long.valueOf(row.split("\t", 2)[0]), row));
        return new Rows(rows);
    }
}
