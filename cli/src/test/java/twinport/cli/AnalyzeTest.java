// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every output of `twinport analyze`, through the command itself, on the captures of examples/.
class AnalyzeTest {
    private static final Path CAPTURES =
            Path.of("..", "examples", "captures").toAbsolutePath().normalize();
    private static final String PLAIN = CAPTURES.resolve("mqtt311-and-5-plain.pcap.gz").toString();
    private static final String SEALED = CAPTURES.resolve("tls13-hrr.pcap").toString();
    private static final String KEYS = CAPTURES.resolve("tls13-hrr.keys").toString();

    @TempDir private Path folder;

    private record Said(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static Said analyze(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of("analyze"));
        all.addAll(List.of(arguments));
        int exitCode = Main.run(new Terminal(stream(out), stream(err), false, false), array(all));
        return new Said(exitCode, text(out), text(err));
    }

    private static String[] array(List<String> all) {
        return all.toArray(String[]::new);
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream out) {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Said good(String... arguments) {
        Said said = analyze(arguments);
        assertThat(said.exitCode()).describedAs(said.err()).isZero();
        return said;
    }

    // ---- rows

    @Test
    void messagesAreOneRowEach() {
        var rows = good(PLAIN, "--messages", "--format", "tsv", "--fields", "mqtt.msgtype").lines();

        // the truth of examples/captures/README.md
        assertThat(rows.stream().filter("3"::equals)).hasSize(1224);
        assertThat(rows).noneMatch(row -> row.contains(","));
    }

    @Test
    void packedSegmentsAreOneRowAMessageToo() {
        String packed = CAPTURES.resolve("mqtt311-packed-split-lengths.pcap.gz").toString();
        var rows =
                good(packed, "--messages", "--format", "tsv", "--fields", "mqtt.msgtype").lines();

        assertThat(rows).hasSize(6041);
        assertThat(rows.stream().filter("3"::equals)).hasSize(6035);
    }

    @Test
    void oneThreadWritesTheSameRowsAsTwo() {
        var two = good(PLAIN, "--messages", "--format", "tsv").out();

        assertThat(good(PLAIN, "--messages", "--format", "tsv", "--limit", "100000").out())
                .isEqualTo(two);
    }

    @Test
    void aFilterPicksRows() {
        var picked =
                good(
                        PLAIN,
                        "--messages",
                        "--filter",
                        "mqtt.topic ~ \"lab/+/room1\" && mqtt.qos == 2",
                        "--format",
                        "tsv",
                        "--fields",
                        "mqtt.topic,mqtt.qos");

        assertThat(new TreeSet<>(picked.lines())).containsExactly("lab/dht22/room1\t2");
    }

    @Test
    void jsonHasTheFieldsNamesAndNumbersAreNumbers() {
        JsonNode rows =
                json(
                        good(
                                        PLAIN,
                                        "--messages",
                                        "--filter",
                                        "mqtt.msgtype == PUBLISH",
                                        "--limit",
                                        "3",
                                        "--format",
                                        "json")
                                .out());

        assertThat(rows.size()).isEqualTo(3);
        assertThat(rows.get(0).get("tcp.dstport").isNumber()).isTrue();
        assertThat(rows.get(0).get("frame.time_epoch").asString()).matches("\\d+\\.\\d{9}");
        assertThat(rows.get(0).get("mqtt.topic").asString()).isEqualTo("lab/dht22/room1");
        assertThat(rows.get(0).get("mqtt.msg").asString()).startsWith("7b22");
    }

    @Test
    void jsonlIsAnObjectALine() {
        var lines = good(PLAIN, "--messages", "--limit", "5", "--format", "jsonl").lines();

        assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(json(line).isObject()).isTrue());
    }

    @Test
    void csvHasAHeading() {
        var said =
                good(
                        PLAIN,
                        "--messages",
                        "--limit",
                        "1",
                        "--format",
                        "csv",
                        "--fields",
                        "mqtt.msgtype,mqtt.clientid");

        assertThat(said.out()).isEqualTo("mqtt.msgtype,mqtt.clientid\r\n1,esp32-cpp\r\n");
    }

    @Test
    void fieldsAloneMakeRowsOfTheUnitsThatHaveThem() {
        assertThat(
                        good(
                                        SEALED,
                                        "--format",
                                        "tsv",
                                        "--fields",
                                        "frame.number,tls.handshake.type")
                                .lines())
                .containsExactly("4\t1", "6\t2", "8\t1", "9\t2");
        assertThat(good(SEALED, "--format", "tsv", "--fields", "frame.number").lines())
                .hasSize(21); // of no protocol: frames
    }

    @Test
    void packetsAreOneRowAFrameAndTellWhatItCompleted() {
        var rows = good(SEALED, "--keylog", KEYS, "--packets", "--format", "jsonl").lines();

        assertThat(rows).hasSize(21);
        assertThat(json(rows.getFirst()).get("twinport.info").asString()).contains("[SYN]");
        assertThat(json(rows.get(3)).get("twinport.info").asString()).startsWith("ClientHello");
        assertThat(json(rows.get(13)).get("twinport.info").asString())
                .startsWith("CONNECT client abcd")
                .contains("PUBLISH lab/ssl2: hey");
        assertThat(json(rows.get(13)).get("twinport.protocol").asString()).isEqualTo("MQTT");
    }

    @Test
    void aFilterOfPacketsSeesHeadersAndUnits() {
        assertThat(
                        good(
                                        SEALED,
                                        "--keylog",
                                        KEYS,
                                        "--packets",
                                        "--format",
                                        "tsv",
                                        "--fields",
                                        "frame.number,mqtt.topic",
                                        "--filter",
                                        "tcp.flags.push == 1 && mqtt.topic == \"lab/ssl2\"")
                                .lines())
                .containsExactly("14\tlab/ssl2");
        assertThat(
                        good(
                                        SEALED,
                                        "--packets",
                                        "--format",
                                        "tsv",
                                        "--fields",
                                        "frame.number",
                                        "--filter",
                                        "tcp.flags.syn == 1")
                                .lines())
                .containsExactly("1", "2");
    }

    // ---- tables

    @Test
    void conversationsTellWhatEachCarried() {
        JsonNode rows = json(good(PLAIN, "--conversations", "--format", "json").out());

        assertThat(rows.size()).isEqualTo(4);
        JsonNode first = rows.get(0);
        assertThat(first.get("client").asString()).isEqualTo("127.0.0.1:40913");
        assertThat(first.get("device").asString()).isEqualTo("esp32-cpp");
        assertThat(first.get("version").asString()).isEqualTo("MQTT 3.1.1");
        assertThat(first.get("ending").asString()).isEqualTo("finished");
    }

    @Test
    void topicsAreCountedOnTheirWayToTheBrokerAndFromIt() {
        JsonNode rows = json(good(PLAIN, "--topics", "--format", "json").out());

        JsonNode first = rows.get(0);
        assertThat(first.get("topic").asString()).isEqualTo("lab/dht22/room1");
        assertThat(first.get("published").asLong()).isEqualTo(600);
        assertThat(first.get("delivered").asLong()).isEqualTo(600);
        assertThat(first.get("publishers").asString()).isEqualTo("esp32-cpp");
        assertThat(first.get("last_value").asString()).contains("\"n\": 299");
        assertThat(first.get("qos")).hasSize(3);
        assertThat(
                        rows.get(0).get("published").asLong()
                                + rows.get(0).get("delivered").asLong()
                                + rows.get(1).get("published").asLong()
                                + rows.get(1).get("delivered").asLong())
                .isEqualTo(1224);
    }

    @Test
    void devicesAreKnownByTheirClientIdsAndTheirPasswordsAreNotTold() {
        Said said = good(PLAIN, "--devices", "--format", "jsonl");

        JsonNode first = json(said.lines().getFirst());
        assertThat(first.get("device").asString()).isEqualTo("esp32-cpp");
        assertThat(first.get("user").asString()).isEqualTo("board");
        assertThat(first.get("password").asString()).isEqualTo("(16 bytes)");
        assertThat(first.get("published").asLong()).isEqualTo(600);
        assertThat(first.get("connects").asLong()).isEqualTo(2);
        String password =
                good(
                                PLAIN,
                                "--messages",
                                "--limit",
                                "1",
                                "--format",
                                "tsv",
                                "--fields",
                                "mqtt.passwd")
                        .out()
                        .strip();
        assertThat(password).hasSize(16);
        assertThat(said.out()).doesNotContain(password);
    }

    // ---- a dialogue

    @Test
    void aConversationIsADialogue() {
        var lines = good(PLAIN, "--follow", "0", "--limit", "6").lines();

        assertThat(lines.get(1)).contains("begin", "127.0.0.1:40913 to 127.0.0.1:11883");
        assertThat(lines.get(2)).contains("client", "readable", "CONNECT client esp32-cpp");
        assertThat(lines.get(3)).contains("server", "CONNACK Connection accepted");
        assertThat(lines.get(6)).contains("PUBLISH lab/dht22/room1: {\"t\": 20.4");
    }

    @Test
    void sealedRecordsAreShownAsSuchUnlessTheyWereOpened() {
        assertThat(good(SEALED, "--follow", "0").out())
                .contains("sealed application data, 50 bytes", "stays sealed: no secret")
                .doesNotContain("lab/ssl2");
        assertThat(good(SEALED, "--keylog", KEYS, "--follow", "0").out())
                .contains("PUBLISH lab/ssl2: hey", "decrypted")
                .doesNotContain("sealed application data");
    }

    @Test
    void thereIsNoSuchConversation() {
        Said said = analyze(PLAIN, "--follow", "99");

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("no conversation 99", "--conversations");
    }

    // ---- the summary

    @Test
    void theSummaryKeepsItsKeys() {
        JsonNode summary = json(good(PLAIN, "--format", "json").out());

        assertThat(Set.copyOf(summary.propertyNames()))
                .containsExactlyInAnyOrder(
                        "frames",
                        "ports",
                        "conversations",
                        "messages",
                        "messagesInAll",
                        "faults",
                        "faultsInAll",
                        "gapBytes");
        assertThat(summary.get("messagesInAll").asLong()).isEqualTo(1224);
    }

    @Test
    void exchangesTellWhatWasAcknowledged() {
        var rows = good(PLAIN, "--exchanges", "--format", "tsv").lines();

        assertThat(rows).anyMatch(row -> row.contains("PUBLISH QoS 1") && row.contains("complete"));
        assertThat(rows).anyMatch(row -> row.contains("PUBLISH QoS 2") && row.contains("complete"));
        assertThat(rows).anyMatch(row -> row.contains("CONNECT") && row.contains("answered"));
        assertThat(rows).allMatch(row -> row.split("\t", -1).length == 11);
    }

    @Test
    void statisticsCountTheSameFromAFileAndFromAStream() throws IOException {
        String plain = CAPTURES.resolve("mqtt5-inorder.pcap").toString();
        JsonNode file = json(good(plain, "--statistics", "--format", "json").out());
        InputStream before = System.in;
        JsonNode stream;
        try (InputStream in = Files.newInputStream(Path.of(plain))) {
            System.setIn(in);
            stream = json(good("-", "--statistics", "--format", "json").out());
        } finally {
            System.setIn(before);
        }

        assertThat(file).isEqualTo(stream);
        // the truth of examples/captures/README.md
        assertThat(file.at("/mqtt/readable/packets").asInt()).isEqualTo(6);
        assertThat(file.at("/mqtt/readable/types/PUBLISH").asInt()).isEqualTo(3);
        assertThat(good(plain, "--statistics").lines()).anyMatch(line -> line.contains("PUBLISH"));
    }

    @Test
    void statisticsCountWhatAKeyLogOpens() {
        var counted = good(SEALED, "--statistics", "--format", "json", "--keylog", KEYS);

        assertThat(json(counted.out()).at("/mqtt/decrypted/types/PUBLISH").asInt()).isEqualTo(1);
    }

    @Test
    void aFilterPicksWhatIsSummedUp() {
        JsonNode summary =
                json(
                        good(
                                        PLAIN,
                                        "--format",
                                        "json",
                                        "--filter",
                                        "mqtt.topic == \"lab/cmd/led\" && mqtt.msgtype == 3"
                                                + " && tcp.srcport == 11883")
                                .out());

        assertThat(summary.get("messagesInAll").asLong()).isEqualTo(12);
        assertThat(summary.get("conversations").size()).isEqualTo(2);
        assertThat(summary.get("ports").get("11883").get("conversations").asLong()).isEqualTo(2);
    }

    // ---- in and out

    @Test
    void standardInputIsRead() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(Files.readAllBytes(Path.of(PLAIN))));
            assertThat(good("-", "--messages", "--format", "tsv").lines())
                    .hasSize(good(PLAIN, "--messages", "--format", "tsv").lines().size());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aReaderThatHasEnoughEndsItQuietly() {
        var err = new ByteArrayOutputStream();
        var closed =
                new OutputStream() {
                    @Override
                    public void write(int oneByte) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                };
        int exitCode =
                Main.run(
                        new Terminal(stream(closed), stream(err), false, false),
                        "analyze",
                        PLAIN,
                        "--messages",
                        "--format",
                        "tsv");

        assertThat(exitCode).isZero();
        assertThat(text(err)).isEmpty();
    }

    @Test
    void aDamagedCaptureGivesItsRowsAndAWarning() throws IOException {
        byte[] whole = Files.readAllBytes(CAPTURES.resolve("tls13-hrr.pcap"));
        Path cut = folder.resolve("cut.pcap");
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length - 30));

        Said said = good(cut.toString(), "--packets", "--format", "tsv");

        assertThat(said.lines()).hasSize(20);
        assertThat(said.err()).contains("warning", "cut.pcap", "byte ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--messages", "--packets", "--conversations", "--topics", "--devices"})
    void whatIsNoCaptureIsUnreadableInEveryForm(String form) throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "these are my notes\n");

        assertThat(analyze(text.toString(), form).exitCode()).isEqualTo(Exit.UNREADABLE);
    }

    @Test
    void theFieldsAreListed() {
        assertThat(good("--list-fields", "--format", "tsv").lines())
                .anyMatch(line -> line.startsWith("mqtt.topic\ttext\t"))
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --messages --topics                  | mutually exclusive
                    --topics --fields mqtt.topic         | --messages
                    --format csv                         | --messages
                    --statistics --format csv            | --messages
                    --exchanges --filter mqtt.qos==1     | --filter
                    --filter mqtt.qos=1                  | column 9
                    --filter frame.len>5                 | --packets
                    --messages --fields mqtt.topc        | mqtt.topic
                    --limit -1 --messages                | --limit
                    """)
    void wrongArgumentsAreToldWithWhatToDo(String arguments, String told) {
        List<String> all = new ArrayList<>(List.of(PLAIN));
        all.addAll(List.of(arguments.strip().split(" +", -1)));

        Said said = analyze(array(all));

        assertThat(said.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains(told);
        assertThat(said.out()).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> theCommandsOfTheHowToRun() throws IOException {
        Path howTo = CAPTURES.resolve("../../docs/how-to/analyze-a-capture.md");
        List<String> commands =
                Files.readString(howTo)
                        .lines()
                        .filter(line -> line.startsWith("./twinport analyze examples/"))
                        .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        return commands.stream()
                .map(command ->
                        DynamicTest.dynamicTest(
                                command,
                                () -> assertThat(good(words(command)).lines()).isNotEmpty()));
    }

    /// The arguments after `analyze`, as a shell parts them.
    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        var matcher = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        while (matcher.find()) {
            String word = matcher.group(1) == null ? matcher.group() : matcher.group(1);
            words.add(word.replace("examples/captures", CAPTURES.toString()));
        }
        return array(words.subList(2, words.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "tsv", "csv", "json", "jsonl"})
    void noControlCharacterReachesTheTerminal(String format) throws IOException {
        Path hostile = folder.resolve("hostile.pcap");
        Files.write(hostile, HostileNames.capture("\u001b[2J\u0007\u009b31m\u202eevil\t\"x\""));
        for (String form :
                List.of("--messages", "--packets", "--topics", "--devices", "--follow=0")) {
            String out = good(hostile.toString(), form, "--format", format).out();

            assertThat(out).contains("evil").doesNotContain("\u001b", "\u0007", "\u009b");
            if (!format.equals("csv") && !format.equals("tsv")) {
                assertThat(out).doesNotContain("\u202e");
            }
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void findingsNameTheFramesAndEndTheCommandWithOne() {
        Said said = analyze(PLAIN, "--findings");

        assertThat(said.exitCode()).isZero(); // loopback without a tap: the worst is low
        assertThat(said.out()).contains("FAIL low  PLN-01").contains("frame ");
        assertThat(analyze(PLAIN, "--findings", "--fail-on", "low").exitCode()).isEqualTo(1);
    }

    @Test
    void findingsComeInEveryFormatOfReports() throws Exception {
        Path sarif = folder.resolve("report.sarif");
        String tls10 = CAPTURES.resolve("tls10-cbc.pcap").toString();
        Said said = analyze(tls10, "--findings", "--format", "json", "--report", sarif.toString());

        assertThat(said.exitCode()).isEqualTo(1);
        JsonNode report = JsonMapper.shared().readTree(said.out());
        assertThat(report.path("findings"))
                .anyMatch(each ->
                        each.path("id").asString().equals("TLS-01")
                                && each.path("verdict").asString().equals("FAIL"));
        assertThat(Files.readString(sarif)).contains("TLS-01");
    }
}
