// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.read.Observation;

class FieldsTest {
    private static List<String> rows(List<Observation> seen, String... names) {
        var out = new ByteArrayOutputStream();
        List<Field> fields =
                Stream.of(names).map(name -> Fields.named(name).orElseThrow()).toList();
        RowWriter writer = RowWriter.ofFields(RowWriter.Format.TSV, fields, out);
        Row row = new Row();
        for (Observation observation : seen) {
            if (row.take(observation) && row.unit() == Unit.MQTT) {
                writer.write(row);
            }
        }
        writer.finish();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<Observation> published(String topic, String payload) {
        byte[] connect = Packets.connect("dev-7");
        return new Packets()
                .open()
                .client(0, connect)
                .client(connect.length, Packets.publish(topic, payload))
                .read();
    }

    @Test
    void aPublishHasItsSixFields() {
        var seen = published("a/b", "hi");

        assertThat(
                        rows(
                                seen,
                                "frame.time_epoch",
                                "ip.src",
                                "ip.dst",
                                "mqtt.msgtype",
                                "mqtt.topic",
                                "mqtt.msg"))
                .containsExactly(
                        "3.000000000\t10.0.0.1\t10.0.0.2\t1\t\t",
                        "4.000000000\t10.0.0.1\t10.0.0.2\t3\ta/b\t6869");
    }

    @Test
    void theDeviceIsTheClientIdOfTheConversation() {
        var seen = published("t", "x");

        assertThat(rows(seen, "mqtt.msgtype", "twinport.device", "twinport.protection"))
                .containsExactly("1\tdev-7\treadable", "3\tdev-7\treadable");
    }

    @Test
    void whatIsNotReadFromHeadersIsNotThere() {
        var seen = published("t", "x");

        // nobody asked the reader for frames
        assertThat(rows(seen, "frame.len", "tcp.flags", "tcp.dstport")).containsOnly("\t\t1883");
    }

    @Test
    void valuesOfJsonPayloadsAreFieldsToo() {
        var seen = published("t", "{\"t\":21.50,\"on\":false,\"deep\":{\"s\":\"a\\tb\"}}");

        assertThat(rows(seen, "json.t", "json.on", "json.deep.s", "json.deep", "json.x"))
                .last()
                .isEqualTo("21.50\t0\ta\\tb\t{\"s\":\"a\\tb\"}\t");
        assertThat(Fields.named("json.")).isEmpty();
    }

    @Test
    void openedMessagesSaySo() {
        var capture = Captures.own("tls13-chacha.pcap");

        assertThat(
                        rows(
                                Captures.read(capture, Captures.secretsOf(capture)),
                                "mqtt.topic",
                                "mqtt.msg_text",
                                "twinport.protection",
                                "twinport.transport"))
                .contains("lab/ssl2\they\tdecrypted\ttls");
    }

    @ParameterizedTest
    @CsvSource({
        "mqtt.topc, mqtt.topic",
        "topic, mqtt.topic",
        "MQTT.CLIENTID, mqtt.clientid",
        "tcp.sport, tcp.port",
        "tls.handshake.extension_server_name, tls.handshake.extensions_server_name"
    })
    void theNearestNameIsFound(String wrong, String nearest) {
        assertThat(Fields.nearest(wrong)).isEqualTo(nearest);
    }

    @Test
    void aNameOfAnyLengthIsCompared() {
        assertThat(Fields.nearest("x".repeat(1_000_000))).isNotEmpty();
    }

    @Test
    void everyFieldIsDescribed() {
        assertThat(Fields.all())
                .allSatisfy(field -> {
                    assertThat(field.description()).endsWith(".").hasSizeLessThan(100);
                    assertThat(field.units()).isNotEmpty();
                });
    }
}
