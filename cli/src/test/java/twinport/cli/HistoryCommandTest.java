// SPDX-License-Identifier: MIT
package twinport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.lab.Transport;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryMessage;
import twinport.lab.history.HistoryWriter;

/// `twinport history` as a user has it, on a SQLite file.
class HistoryCommandTest {
    private static final long START = 1_767_225_600_000_000_000L; // 2026-01-01T00:00:00Z
    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path folder;
    private Path file;

    private record Said(int exitCode, String out, String err) {}

    private Said say(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal =
                new Terminal(
                        new PrintStream(out, false, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        List<String> all = new ArrayList<>(List.of("history"));
        all.addAll(List.of(words));
        int code = Main.run(terminal, all.toArray(String[]::new));
        terminal.out().flush();
        return new Said(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Said ask(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command, "--history", file.toString()));
        all.addAll(List.of(words));
        return say(all.toArray(String[]::new));
    }

    @BeforeEach
    void keepARun() throws Exception {
        file = folder.resolve("history.db");
        var database = Database.of(file.toString());
        try (var writer =
                HistoryWriter.begin(database, "run-1", "four-boards", () -> Instant.EPOCH)) {
            for (int i = 0; i < 120; i++) {
                writer.offer(message(i, "plain/a/dht22", "{\"temperature\":" + i + "}"));
            }
            writer.offer(message(120, "plain/a/evil", "=1+1 \u001b[31m,\"x\"\r\n\u009b\u202e"));
            writer.offer(message(121, "plain/a/minus", "-12.5"));
            writer.offer(
                    new HistoryMessage(
                            START + 122 * SECOND,
                            false,
                            "b",
                            "b-1",
                            Transport.TLS,
                            "secure/b/bytes",
                            2,
                            true,
                            "{\"contentType\":\"\\u001b\"}",
                            new byte[] {0, (byte) 0xff}));
        }
    }

    private static HistoryMessage message(long second, String topic, String payload) {
        return new HistoryMessage(
                START + second * SECOND,
                false,
                "a",
                "a-1",
                Transport.PLAIN,
                topic,
                0,
                false,
                "",
                payload.getBytes(UTF_8));
    }

    @Test
    void runsAndTopicsAreListed() {
        assertThat(ask("runs").out()).contains("run-1  four-boards").contains("123       0");
        assertThat(ask("topics", "-t", "plain/+/dht22", "--format", "jsonl").out())
                .isEqualTo(
                        "{\"topic\":\"plain/a/dht22\",\"messages\":120,\"bytes\":2170,"
                                + "\"firstMinute\":\"2026-01-01T00:00:00Z\","
                                + "\"lastMinute\":\"2026-01-01T00:01:00Z\","
                                + "\"numbers\":[\"temperature\"]}\n");
    }

    @Test
    void aQueryNarrowsAndLimits() {
        Said said =
                ask(
                        "query",
                        "--from",
                        "2026-01-01T01:00:10+01:00",
                        "--to",
                        "2026-01-01T00:00:20Z",
                        "--device",
                        "a",
                        "--transport",
                        "plain",
                        "-t",
                        "plain/#",
                        "--run",
                        "run-1",
                        "--limit",
                        "2",
                        "--format",
                        "jsonl");

        assertThat(said.exitCode()).as(said.err()).isZero();
        List<JsonNode> rows =
                said.out().lines().map(line -> JsonMapper.shared().readTree(line)).toList();
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst().path("time").asString()).isEqualTo("2026-01-01T00:00:18Z");
        assertThat(rows.getLast().path("payload").asString()).isEqualTo("{\"temperature\":19}");
        assertThat(ask("query", "--from", "10m").out()).doesNotContain("dht22");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "csv", "json", "jsonl"})
    void noControlCharacterOfAMessageIsWritten(String format) {
        String out = ask("query", "--format", format).out().replace("\r\n", "\n");

        assertThat(out.chars().filter(c -> Character.isISOControl(c) && c != '\n')).isEmpty();
        assertThat(out).doesNotContain("\u202e").containsIgnoringCase("u001b[31m");
    }

    @Test
    void csvIsWhatASpreadsheetReadsAndCarriesNoFormula() {
        List<String> lines = ask("query", "--format", "csv", "--limit", "3").out().lines().toList();

        assertThat(lines.getFirst())
                .isEqualTo(
                        "time,run,device,clientId,transport,topic,qos,retained,fromLab,properties,"
                                + "encoding,payload");
        assertThat(lines.get(1))
                .endsWith(",text,\"'=1+1 \\u001b[31m,\"\"x\"\"\\r\\n\\u009b\\u202e\"");
        assertThat(lines.get(2)).endsWith(",plain/a/minus,0,false,false,,text,-12.5");
        assertThat(lines.get(3)).endsWith(",base64,AP8=");
        assertThat(ask("query", "--format", "csv", "--limit", "1").out()).endsWith("\r\n");
    }

    @Test
    void jsonIsOneDocument() {
        JsonNode rows = JsonMapper.shared().readTree(ask("query", "--format", "json").out());

        assertThat(rows).hasSize(123);
        assertThat(rows.get(122).path("properties").path("contentType").asString())
                .isEqualTo("\u001b");
        assertThat(ask("query", "--run", "none", "--format", "json").out()).isEqualTo("[]\n");
    }

    @Test
    void seriesAreThinnedOut() {
        Said said =
                ask(
                        "series",
                        "-t",
                        "plain/+/dht22",
                        "--path",
                        "temperature",
                        "--from",
                        "2026-01-01",
                        "--to",
                        "2026-01-01T00:02:00Z",
                        "--pixels",
                        "4",
                        "--format",
                        "csv");

        assertThat(said.out().lines())
                .containsExactly(
                        "topic,time,count,min,max,mean,last",
                        "plain/a/dht22,2026-01-01T00:00:00Z,30,0.0,29.0,14.5,29.0",
                        "plain/a/dht22,2026-01-01T00:00:30Z,30,30.0,59.0,44.5,59.0",
                        "plain/a/dht22,2026-01-01T00:01:00Z,30,60.0,89.0,74.5,89.0",
                        "plain/a/dht22,2026-01-01T00:01:30Z,30,90.0,119.0,104.5,119.0");
    }

    @Test
    void exportGoesIntoAnotherHistoryAndComesBackByteByByte() throws Exception {
        Path first = folder.resolve("first.jsonl");
        Path second = folder.resolve("second.jsonl");
        Path other = folder.resolve("other.db");

        assertThat(ask("export", "-o", first.toString()).err()).contains("1 runs, 123 messages");
        Said read = say("import", "--history", other.toString(), first.toString());
        say("export", "--history", other.toString(), "run-1", "-o", second.toString());

        assertThat(read.out()).isEqualTo("run-1  123 messages\n");
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
        Said again = say("import", "--history", other.toString(), first.toString());
        assertThat(again.exitCode()).isEqualTo(Exit.UNREADABLE);
        assertThat(again.err()).contains("line 1: there is a run run-1 already");
        assertThat(ask("export", "-o", first.toString()).exitCode()).isEqualTo(Exit.USAGE);
    }

    @Test
    void pruneSaysWhatWouldGoAndThenDoesIt() {
        assertThat(ask("prune", "--older-than", "1d", "--dry-run").out())
                .startsWith("would remove 123 messages from before ");
        assertThat(ask("runs").out()).contains("run-1");

        assertThat(ask("prune", "--older-than", "1d", "--max-size", "1GB").out())
                .startsWith("removed 123 messages");

        assertThat(ask("query", "--format", "jsonl").out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query --from yesterday",
                "query --from 2026-02-01 --to 2026-01-01",
                "query -t a/#/b",
                "query --transport radio",
                "query --limit -1",
                "query --format xml",
                "series --path temperature",
                "series -t # --pixels 0",
                "prune",
                "prune --older-than soon",
                "prune --max-size much",
                "export none",
                "import nowhere.jsonl",
                "replay none --to mqtt://localhost",
                "replay run-1 --speed fast --to mqtt://localhost",
                "runs --data x",
            })
    void wrongWordsAreRefusedWithAHint(String words) {
        String[] all = words.split(" ", -1);
        Said said = ask(all[0], java.util.Arrays.copyOfRange(all, 1, all.length));

        assertThat(said.exitCode()).as(said.err()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("twinport: error: ").contains("twinport: hint: ");
    }

    @Test
    void whereNothingWasKeptTheErrorSaysWhere() {
        Said said = say("runs", "--data", folder.resolve("none").toString());

        assertThat(said.exitCode()).isEqualTo(Exit.UNREADABLE);
        assertThat(said.err()).contains("there is no history at " + folder.resolve("none"));
        assertThat(say("runs", "--history", "jdbc:oracle:thin:x").exitCode()).isEqualTo(Exit.USAGE);
    }
}
