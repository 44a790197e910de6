// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Reader;

/// Every field that has tshark's name has tshark's values: judged by tshark itself.
class TsharkFieldsTest {
    /// Ours alone: `mqtt.msg_text` needs a preference in tshark, protocols print their names there.
    /// tshark 4.0 does not know JA4.
    private static final Set<String> NOT_COMPARED = Set.of("mqtt.msg_text", "tls.handshake.ja4");

    /// One connection of MQTT 5.0, a packet a frame: each packet type, and properties of each form.
    private static final Path EVERY_FIELD =
            Path.of("src/test/resources/twinport/wire/field/every-field.pcap");

    private static void tsharkIsThere() {
        assumeTrue(
                Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark"))),
                "tshark is not installed: no judge for these captures");
    }

    @Test
    void everyMqttFieldOfEveryPacketTypeIsTsharks() throws Exception {
        tsharkIsThere();
        List<Field> fields = named("frame.", "ip.", "tcp.stream", "tcp.srcport", "mqtt.");

        assertThat(ours(EVERY_FIELD, fields, Set.of(Unit.MQTT)))
                .isEqualTo(tsharks(EVERY_FIELD, "mqtt", fields));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt311-and-5-plain.pcap.gz", "mqtt5-ooo-only.pcap", "tls12-psk.pcap"})
    void everyFieldOfFramesIsTsharks(String name) throws Exception {
        tsharkIsThere();
        List<Field> fields = named("frame.", "ip.", "ipv6.", "tcp.");

        assertThat(ours(Captures.own(name), fields, Set.of(Unit.FRAME)))
                .isEqualTo(tsharks(Captures.own(name), "", fields));
    }

    /// Only hellos, alerts and sealed records of which a frame holds one at most.
    @ParameterizedTest
    @ValueSource(strings = {"tls12-psk.pcap", "tls13-chacha.pcap", "tls13-hrr.pcap"})
    void everyFieldOfHellosIsTsharks(String name) throws Exception {
        tsharkIsThere();
        List<Field> fields = named("frame.number", "tls.handshake.");

        assertThat(
                        ours(Captures.own(name), fields, Set.of(Unit.HANDSHAKE)).stream()
                                .filter(row -> row.contains("0x03")) // a version: a hello
                                .toList())
                .isNotEmpty()
                .isEqualTo(
                        tsharks(Captures.own(name), "tls.handshake.type in {1,2}", fields).stream()
                                .map(TsharkFieldsTest::firstMessage)
                                .toList());
    }

    /// A ServerHello may share its frame with further messages, whose types follow its own.
    private static String firstMessage(String row) {
        int type = row.indexOf('\t') + 1;
        int comma = row.indexOf(',', type);
        int end = row.indexOf('\t', type);
        return comma < 0 || comma > end ? row : row.substring(0, comma) + row.substring(end);
    }

    private static List<Field> named(String... prefixes) {
        return Fields.all().stream()
                .filter(field -> field.type() != Type.LAYER)
                .filter(field -> !NOT_COMPARED.contains(field.name()))
                .filter(field -> Arrays.stream(prefixes).anyMatch(field.name()::startsWith))
                .toList();
    }

    private static List<String> ours(Path capture, List<Field> fields, Set<Unit> units)
            throws Exception {
        var out = new ByteArrayOutputStream();
        RowWriter writer = RowWriter.ofFields(RowWriter.Format.TSV, fields, out);
        Row row = new Row();
        Reader[] reader = new Reader[1];
        reader[0] =
                new Reader(observation -> {
                    row.facts(reader[0].facts());
                    if (row.take(observation) && units.contains(row.unit())) {
                        writer.write(row);
                    }
                });
        reader[0].tellFrames(facts -> {
            row.take(facts);
            if (units.contains(Unit.FRAME)) {
                writer.write(row);
            }
        });
        try (CaptureFile file = CaptureFile.open(capture)) {
            file.forEach(block -> {
                if (block instanceof Frame frame) {
                    row.begin(frame.epochNanos());
                }
                reader[0].accept(block);
            });
        }
        reader[0].end();
        writer.finish();
        return Arrays.asList(out.toString(StandardCharsets.UTF_8).split("\n"));
    }

    private static List<String> tsharks(Path capture, String filter, List<Field> fields)
            throws Exception {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-T", "fields"));
        command.addAll(List.of("-Y", filter, "-o", "tcp.reassemble_out_of_order:TRUE"));
        fields.forEach(field -> command.addAll(List.of("-e", field.name())));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        // tshark's word for a value without bytes
        return Arrays.asList(out.replace("<MISSING>", "").split("\n"));
    }
}
