// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Packets;
import twinport.wire.field.Row;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Observation;

class FilterTest {
    /// A PUBLISH to lab/room1/dht22 of 10.0.0.1 port 40000 to port 1883, in frame 4 at 4 s.
    private static final Observation PUBLISH = published("lab/room1/dht22", "{\"t\":21.5}\u0000");

    private static Observation published(String topic, String payload) {
        byte[] connect = Packets.connect("dev");
        return new Packets()
                        .open()
                        .client(0, connect)
                        .client(connect.length, Packets.publish(topic, payload))
                        .read()
                        .stream()
                        .filter(observation ->
                                observation instanceof Observation.MqttSeen seen
                                        && seen.packet() instanceof Packet.Publish)
                        .findFirst()
                        .orElseThrow();
    }

    private static boolean test(String expression) {
        return switch (Filter.parse(expression)) {
            case Parsing.Parsed(Expression read) -> {
                Row row = new Row();
                assertThat(row.take(PUBLISH)).isTrue();
                yield Filter.of(read).test(row);
            }
            case Parsing.Wrong wrong -> throw new AssertionError(expression + ": " + wrong);
        };
    }

    private static Parsing.Wrong wrong(String expression) {
        return switch (Filter.parse(expression)) {
            case Parsing.Wrong wrong -> wrong;
            case Parsing.Parsed parsed -> throw new AssertionError(expression + " is " + parsed);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt",
                "!tls",
                "mqtt.msg",
                "mqtt.topic == \"lab/room1/dht22\"",
                "mqtt.topic == 'lab/room1/dht22'",
                "mqtt.topic eq lab/room1/dht22",
                "mqtt.topic != \"other\"",
                "mqtt.topic contains room1",
                "mqtt.topic matches \"^LAB/room\\d/\"",
                "mqtt.topic ~ \"lab/+/dht22\"",
                "mqtt.topic ~ \"lab/#\"",
                "mqtt.topic ~ \"#\"",
                "mqtt.topic topic \"lab/room1/dht22/#\"",
                "mqtt.topic in {\"a\" \"lab/room1/dht22\"}",
                "mqtt.msg contains \"21.5\"",
                "mqtt.msg contains 32:31",
                "mqtt.msg contains 0x3231",
                "mqtt.msg == 7b:22:74:22:3a:32:31:2e:35:7d:00",
                "mqtt.msg matches \"t.{3}1\\.5\"",
                "mqtt.msgtype == 3",
                "mqtt.msgtype == 0x03",
                "mqtt.msgtype == PUBLISH",
                "mqtt.msgtype in {1 2 3}",
                "mqtt.msgtype in {1, 2..4}",
                "mqtt.hdrflags == 0x30",
                "mqtt.retain == false",
                "mqtt.retain == 0",
                "tcp.port == 1883",
                "tcp.port == 40000",
                "tcp.port in {1000..2000}",
                "tcp.dstport < 1884 && tcp.dstport <= 1883 && tcp.dstport > 1882",
                "tcp.dstport >= 1883 and tcp.srcport ge 40000",
                "ip.src == 10.0.0.1",
                "ip.addr == 10.0.0.2",
                "ip.src in {10.0.0.0/30 192.168.0.0/16}",
                "ip.dst != 10.0.0.1",
                "frame.time_epoch == 4",
                "frame.time_epoch >= 3.5 && frame.time_epoch < 1970-01-01T00:00:05Z",
                "frame.time_epoch in {3.9..4.1}",
                "not (mqtt.qos > 0 or tls)",
                "tls || mqtt && mqtt.qos == 0",
                "!(tls && mqtt)",
                "! ! mqtt"
            })
    void thesePublishesAreFound(String expression) {
        assertThat(test(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls",
                "mqtt.clientid",
                "!mqtt",
                "mqtt.topic == \"lab\"",
                "mqtt.topic != \"lab/room1/dht22\"",
                "mqtt.clientid != \"x\"", // it has none: nothing is unequal
                "mqtt.topic contains Room1",
                "mqtt.topic matches \"room$\"",
                "mqtt.topic ~ \"lab/+\"",
                "mqtt.topic ~ \"+/dht22\"",
                "mqtt.msg contains ff",
                "mqtt.msgtype in {1 2 4..9}",
                "tcp.port != 1883", // one of the two is
                "tcp.port < 1883",
                "ip.src == 10.0.0.2",
                "ip.src == 11.0.0.0/8",
                "ip.src == ::1",
                "ipv6",
                "frame.len > 0", // headers were not asked for
                "(tls || mqtt) && mqtt.qos == 1"
            })
    void andTheseAreNot(String expression) {
        assertThat(test(expression)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mqtt.topc == "a"            | 1  | mqtt.topc   | mqtt.topic
                    mqtt && mqtt.qs == 1        | 9  | mqtt.qs     | mqtt.qos
                    mqtt.topic = "a"            | 12 | '='         | '=='
                    mqtt.topic < "a"            | 12 | '<'         | contains
                    mqtt.topic ==               | 14 | the end     | a value for mqtt.topic
                    mqtt.qos == high            | 13 | 'high'      | numbers
                    mqtt.qos ==                 | 12 | the end     | a value
                    (mqtt                       | 6  | the end     | ')'
                    mqtt)                       | 5  | ')'         | the end
                    mqtt mqtt                   | 6  | 'mqtt'      | '&&'
                    mqtt == 1                   | 6  | '=='        | there or not
                    mqtt.topic ~ "a/#/b"        | 14 | a/#/b       | last level
                    mqtt.topic matches "a(b"    | 24 | Unclosed    | Pattern
                    mqtt.qos in 1               | 13 | '1'         | '{'
                    mqtt.qos in {}              | 14 | '}'         | value
                    mqtt.qos in {3..1}          | 14 | '3..1'      | lesser
                    mqtt.topic == "a            | 15 | not end     | close
                    mqtt.msg == xyz             | 13 | 'xyz'       | de:ad
                    ip.src == 10.0.0.0/33       | 11 | /33         | 10.0.0.0/8
                    ip.src == example.org       | 11 | example     | fe80::1
                    frame.time_epoch > 1e999999 | 20 | 1e999999    | seconds
                    && mqtt                     | 1  | '&&'        | a field
                    mqtt.topic "a"              | 12 | "a"         | operator
                    """)
    void whatIsWrongIsToldWithItsColumn(
            String expression, int column, String seen, String allowed) {
        Parsing.Wrong wrong = wrong(expression);

        assertThat(wrong.column()).describedAs(wrong.toString()).isEqualTo(column);
        assertThat(wrong.seen()).contains(seen);
        assertThat(wrong.allowed()).contains(allowed);
    }

    @Test
    void anEmptyExpressionIsWrong() {
        assertThat(wrong("").seen()).isEqualTo("the end");
    }

    @Test
    void nestingLengthAndSetsAreBounded() {
        String deep = "(".repeat(33) + "mqtt" + ")".repeat(33);
        assertThat(wrong(deep).allowed()).contains("32");
        assertThat(test("(".repeat(32) + "mqtt" + ")".repeat(32))).isTrue();
        assertThat(wrong("!".repeat(4000) + "mqtt").allowed()).contains("32");
        assertThat(wrong("mqtt" + " ".repeat(5000)).allowed()).contains("4096");
        assertThat(wrong("mqtt.qos in {" + "1 ".repeat(300) + "}").allowed()).contains("256");
    }

    @Test
    void aLongChainIsNoDepth() {
        assertThat(test("mqtt" + " && mqtt".repeat(400))).isTrue();
    }

    @Test
    void aRegularExpressionThatWouldTakeForEverIsGivenUp() {
        Row row = new Row();
        assertThat(row.take(published("a".repeat(200), ""))).isTrue();
        // so many ways to part the letters among the stars, and none ends with b
        Filter filter = filter("mqtt.topic matches \"^a*a*a*a*a*a*a*a*b\"");

        assertThat(filter.test(row)).isFalse();
        assertThat(filter.givenUp()).isEqualTo(1);
    }

    @Test
    void aRegularExpressionThatGoesDeepIsGivenUp() throws Exception {
        Row row = new Row();
        assertThat(row.take(published("ab".repeat(4000), ""))).isTrue();
        Filter filter = filter("mqtt.topic matches \"^((a|b)*)*c\"");

        var answer = new java.util.concurrent.FutureTask<>(() -> filter.test(row));
        new Thread(null, answer, "little stack", 1 << 17).start();

        assertThat(answer.get()).isFalse();
        assertThat(filter.givenUp()).isEqualTo(1);
    }

    private static Filter filter(String expression) {
        return Filter.of(((Parsing.Parsed) Filter.parse(expression)).expression());
    }

    @Test
    void aFilterTellsWhichFieldsItLooksAt() {
        assertThat(filter("frame.len > 5 && (mqtt.qos == 1 || tls)").fields())
                .extracting(twinport.wire.field.Field::name)
                .containsExactlyInAnyOrder("frame.len", "mqtt.qos", "tls");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    json.t == 21.5                | true
                    json.t > 21 && json.t < 22    | true
                    json.t in {-5 20..22.5}       | true
                    json.t != 21.5                | false
                    json.a.1 == 2                 | true
                    json.on == true               | true
                    json.on == false              | false
                    json.name == "x y"            | true
                    json.name contains y          | true
                    json.name matches "^X"        | true
                    json.name > 3                 | false
                    json.nothing                  | false
                    json.none                     | false
                    json.t                        | true
                    """)
    void valuesOfJsonPayloadsAreCompared(String expression, boolean fits) {
        String payload = "{\"t\":21.5,\"a\":[1,2],\"on\":true,\"name\":\"x y\",\"nothing\":null}";
        Row row = new Row();
        assertThat(row.take(published("t", payload))).isTrue();

        assertThat(filter(expression).test(row)).isEqualTo(fits);
        assertThat(wrong("json.name > abc").allowed()).contains("number");
    }

    // MQTT 5.0 §4.7.1, its examples and the rule on $
    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/#, sport, true",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "#, $SYS/uptime, false",
        "+/uptime, $SYS/uptime, false",
        "$SYS/#, $SYS/uptime, true",
        "a/b, a/b/c, false",
        "a/b/c, a/b, false"
    })
    void topicFiltersFitAsTheSpecificationSays(String filter, String topic, boolean fits) {
        assertThat(new TopicFilter(filter).fits(topic)).isEqualTo(fits);
    }

    @Test
    void completionsOfferFieldsOperatorsAndValues() {
        assertThat(texts("mqtt.cl"))
                .contains("mqtt.clientid", "mqtt.clientid_len")
                .doesNotContain("tcp.port");
        assertThat(Completions.at("!(mqtt.cl", 9).from()).isEqualTo(2);
        assertThat(texts("mqtt.topic ")).contains("==", "~", "contains", "&&").doesNotContain("<");
        assertThat(texts("tcp.port ")).contains("<", "in").doesNotContain("~");
        assertThat(texts("mqtt.msgtype == pub"))
                .contains("PUBLISH", "PUBACK")
                .doesNotContain("CONNECT");
        assertThat(texts("mqtt.retain == ")).containsExactly("true", "false");
        assertThat(texts("mqtt.qos == 1 ")).containsExactly("&&", "||");
        assertThat(texts("mqtt.qos == 1 && tls.alert")).contains("tls.alert_message.desc");
        assertThat(texts("mqtt.topic == \"mq")).isEmpty();
    }

    private static List<String> texts(String begun) {
        return Completions.at(begun, begun.length()).choices().stream()
                .map(Completions.Choice::text)
                .toList();
    }
}
