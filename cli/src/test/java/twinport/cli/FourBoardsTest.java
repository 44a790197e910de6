// SPDX-License-Identifier: MIT
package twinport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.RunInfo;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;
import twinport.wire.tls.TlsFacts;

/// The mission's four boards, from start to report, with the key log on: what boards count, what
/// our reader finds and what tshark finds must be the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FourBoardsTest {
    private static final Map<String, String> ADDRESSES =
            Map.of(
                    "thermo-plain", "127.0.10.1",
                    "viewer-plain", "127.0.10.2",
                    "thermo-tls", "127.0.10.3",
                    "viewer-tls", "127.0.10.4");

    private Path folder;
    private RunningLab lab;
    private JsonNode report;

    @BeforeAll
    void runTheLab(@TempDir Path scratch) throws Exception {
        folder = scratch;
        Path file = folder.resolve("report.json");
        lab = RunningLab.start(folder, "--keylog", "--for", "21s", "--report", file.toString());
        assertThat(lab.exitCode()).describedAs(lab.output()).isZero();
        report = JsonMapper.shared().readTree(Files.readString(file));
    }

    @AfterAll
    void end() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void everyBoardSpokeHeardAndAnsweredItsCommands() {
        assertThat(report.path("failures")).isEmpty();
        assertThat(report.path("boards")).hasSize(4);
        for (JsonNode board : report.path("boards")) {
            assertThat(board.path("published").asLong()).isPositive();
            assertThat(board.path("received").asLong()).isPositive();
            assertThat(board.path("commandsSent").asLong()).isEqualTo(2);
            assertThat(board.path("commandsAnswered").asLong()).isEqualTo(2);
            assertThat(board.path("restarts").asLong()).isZero();
        }
        assertThat(report.path("boards").get(0).path("firmware").asString()).contains("C++");
        assertThat(report.path("boards").get(1).path("firmware").asString())
                .contains("MicroPython");
    }

    @Test
    void thePlainPortIsReadableAndTheTlsPortIsSealed() {
        var ports = report.path("capture").path("ports");
        var plain = ports.path(String.valueOf(lab.plainPort()));
        var tls = ports.path(String.valueOf(lab.tlsPort()));

        assertThat(plain.path("readable").asLong()).isPositive();
        assertThat(plain.path("sealed").asLong()).isZero();
        assertThat(tls.path("readable").asLong()).isZero();
        assertThat(tls.path("sealed").asLong()).isPositive();
    }

    @Test
    void theHistoryHasEveryMessageThatTheBoardsCounted() throws Exception {
        Map<String, Long> kept = new TreeMap<>();
        Database database = Database.of(folder.resolve("data").resolve("history.db").toString());
        try (History history = History.open(database)) {
            RunInfo run = history.runs().getFirst();
            assertThat(run.ended()).isPresent();
            assertThat(run.lost()).isZero();
            assertThat(run.messages()).isEqualTo(report.path("history").path("stored").asLong());
            assertThat(run.name()).isEqualTo(report.path("history").path("run").asString());
            history.messages(
                    HistoryQuery.ALL,
                    found -> {
                        HistoryMessage message = found.message();
                        boolean will = new String(message.payload(), UTF_8).equals("offline");
                        if (!will) { // which the broker sends for a board that was switched off
                            kept.merge(message.identity(), 1L, Long::sum);
                        }
                    });
        }
        for (JsonNode board : report.path("boards")) {
            assertThat(kept.get(board.path("id").asString()))
                    .as(board.path("id").asString())
                    .isEqualTo(board.path("published").asLong());
        }
    }

    /// docs/explanation/what-leaks.md tells these.
    @Test
    void theLengthOfARecordTellsOnFromOff() throws Exception {
        assertThat(run("analyze", lab.capture().toString(), "--findings", "--fail-on", "never"))
                .contains("received 59 bytes (1x), 60 bytes (1x) for sure");
    }

    @Test
    void whatTlsTookIsWhatTheReaderFindsInTheCapture() throws Exception {
        Map<String, TlsFacts.Effort> efforts = new TreeMap<>();
        Reader reader =
                new Reader(seen -> {
                    if (seen instanceof Observation.ConversationClosed closed) {
                        var tls = closed.conversation().tls();
                        if (tls != null) {
                            efforts.putIfAbsent(
                                    closed.conversation().client().address().getHostAddress(),
                                    tls.facts().effort());
                        }
                    }
                });
        try (var capture = CaptureFile.open(lab.capture())) {
            capture.forEach(block -> {
                if (!(block instanceof CaptureBlock.Secrets)) {
                    reader.accept(block);
                }
            });
        }
        reader.end();
        for (JsonNode board : report.path("boards")) {
            String id = board.path("id").asString();
            JsonNode took = board.path("tls");
            if (id.endsWith("plain")) {
                assertThat(took).as(id).isEmpty();
                continue;
            }
            TlsFacts.Effort effort = java.util.Objects.requireNonNull(efforts.get(address(id)));
            JsonNode first = took.get(0);
            assertThat(first.path("version").asString()).isEqualTo("TLSv1.2");
            assertThat(first.path("flights").asInt()).as(id).isEqualTo(effort.flights());
            assertThat(first.path("recordsSent").asInt()).isEqualTo(effort.clientRecords());
            assertThat(first.path("bytesSent").asLong()).isEqualTo(effort.clientBytes());
            assertThat(first.path("recordsReceived").asInt()).isEqualTo(effort.serverRecords());
            assertThat(first.path("bytesReceived").asLong()).isEqualTo(effort.serverBytes());
            assertThat(first.path("memoryPeakBytes").asInt()).isBetween(38_000, 60_000);
        }
    }

    @Test
    void ourReaderFindsInThePlainTrafficWhatTheBoardsCounted() throws Exception {
        var rows = analyze("tcp.dstport,ip.src,mqtt.msgtype,mqtt.topic,mqtt.msg");

        for (String board : List.of("thermo-plain", "viewer-plain")) {
            assertThat(publishesFrom(rows, address(board), lab.plainPort()))
                    .describedAs(board)
                    .isEqualTo(published(board));
        }
    }

    @Test
    void withTheKeyLogItFindsAllOfTheTlsTrafficToo() throws Exception {
        var rows = analyze("tcp.dstport,ip.src,mqtt.msgtype,mqtt.topic,mqtt.msg");

        for (String board : List.of("thermo-tls", "viewer-tls")) {
            assertThat(publishesFrom(rows, address(board), lab.tlsPort()))
                    .describedAs(board)
                    .isEqualTo(published(board));
        }
    }

    @Test
    void withoutSecretsThePartOfTheTlsPortStaysSealed() throws Exception {
        Peer.needed("editcap");
        Path bare = folder.resolve("bare.pcapng");
        assertThat(
                        Peer.run(
                                        "editcap",
                                        "--discard-all-secrets",
                                        lab.capture().toString(),
                                        bare.toString())
                                .exitCode())
                .isZero();

        var rows = new ArrayList<String>();
        for (String line :
                run(
                                "analyze",
                                bare.toString(),
                                "--messages",
                                "--format",
                                "tsv",
                                "--fields",
                                "tcp.srcport,tcp.dstport")
                        .lines()
                        .toList()) {
            rows.add(line);
        }
        assertThat(rows)
                .isNotEmpty()
                .noneMatch(row ->
                        List.of(row.split("\t", -1)).contains(String.valueOf(lab.tlsPort())));
    }

    @Test
    void tsharkFindsTheSameMessagesOnBothPorts() throws Exception {
        Peer.needed("tshark");
        var theirs = tshark();

        for (var board : ADDRESSES.entrySet()) {
            assertThat(theirs.getOrDefault(board.getValue(), 0L))
                    .describedAs(board.getKey())
                    .isEqualTo(published(board.getKey()));
        }
    }

    @Test
    void tsharkReadsTopicsAndPayloadsAsWeDo() throws Exception {
        Peer.needed("tshark");
        var ours = new TreeMap<String, Long>();
        for (String row : analyze("mqtt.msgtype,mqtt.topic,mqtt.msg")) {
            var cells = row.split("\t", -1);
            if (cells[0].equals("3")) {
                ours.merge(cells[1] + " " + cells[2], 1L, Long::sum);
            }
        }
        var theirs = new TreeMap<String, Long>();
        // -T json keeps packets of one frame apart, which -T fields does not
        for (JsonNode frame : tsharkJson()) {
            JsonNode mqtt = frame.path("_source").path("layers").path("mqtt");
            for (JsonNode packet : mqtt.isArray() ? mqtt : List.of(mqtt)) {
                if (packet.path("mqtt.hdrflags_tree")
                        .path("mqtt.msgtype")
                        .asString("")
                        .equals("3")) {
                    theirs.merge(
                            packet.path("mqtt.topic").asString()
                                    + " "
                                    + packet.path("mqtt.msg").asString("").replace(":", ""),
                            1L,
                            Long::sum);
                }
            }
        }
        assertThat(ours).isEqualTo(theirs).isNotEmpty();
    }

    private JsonNode tsharkJson() throws Exception {
        var mapper = JsonMapper.builder().build();
        var said =
                Peer.run(
                        "tshark",
                        "-n",
                        "-r",
                        lab.capture().toString(),
                        "-Y",
                        "mqtt",
                        "-T",
                        "json",
                        "--no-duplicate-keys",
                        "-J",
                        "mqtt",
                        "-d",
                        "tcp.port==" + lab.plainPort() + ",mqtt",
                        "-d",
                        "tls.port==" + lab.tlsPort() + ",mqtt");
        String json = said.output();
        return mapper.readTree(json.substring(json.indexOf("[\n")));
    }

    /// PUBLISH packets by the address that sent them.
    private Map<String, Long> tshark() throws Exception {
        var said =
                Peer.run(
                        "tshark",
                        "-n",
                        "-r",
                        lab.capture().toString(),
                        "-Y",
                        "mqtt",
                        "-T",
                        "fields",
                        "-e",
                        "ip.src",
                        "-e",
                        "mqtt.msgtype",
                        "-d",
                        "tcp.port==" + lab.plainPort() + ",mqtt",
                        "-d",
                        "tls.port==" + lab.tlsPort() + ",mqtt");
        Map<String, Long> counts = new TreeMap<>();
        for (String line : said.output().lines().toList()) {
            String[] cells = line.split("\t", -1);
            if (cells.length == 2) {
                long publishes =
                        List.of(cells[1].split(",", -1)).stream().filter("3"::equals).count();
                counts.merge(cells[0], publishes, Long::sum);
            }
        }
        return counts;
    }

    private static String address(String board) {
        return java.util.Objects.requireNonNull(ADDRESSES.get(board));
    }

    private long published(String id) {
        for (JsonNode board : report.path("boards")) {
            if (board.path("id").asString().equals(id)) {
                return board.path("published").asLong();
            }
        }
        throw new AssertionError("no board " + id + " in the report");
    }

    private List<String> analyze(String fields) throws Exception {
        return run(
                        "analyze",
                        lab.capture().toString(),
                        "--messages",
                        "--format",
                        "tsv",
                        "--fields",
                        fields)
                .lines()
                .toList();
    }

    private static String run(String... arguments) throws Exception {
        var command = RunningLab.program();
        command.addAll(List.of(arguments));
        var peer = Peer.run(command);
        assertThat(peer.exitCode()).describedAs(peer.output()).isZero();
        return peer.output();
    }

    private static long publishesFrom(List<String> rows, String address, int port) {
        return rows.stream()
                .map(row -> row.split("\t", -1))
                .filter(cells -> cells[0].equals(String.valueOf(port)))
                .filter(cells -> cells[1].equals(address) && cells[2].equals("3"))
                .filter(cells -> !cells[3].isEmpty())
                .count();
    }
}
