// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.offset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.broker.TopicFilter;
import twinport.lab.Transport;

/// What holds for a history wherever it is kept. Each subclass runs it on another database.
@Timeout(120)
abstract class HistoryContract {
    static final long SECOND = 1_000_000_000L;
    static final long START = 1_790_000_000L * SECOND;
    static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_790_000_000L);

    private Database database;

    /// An empty one.
    abstract Database emptyDatabase() throws Exception;

    /// As a user writes it.
    abstract String address();

    /// How often a process that writes is killed.
    abstract int kills();

    Database database() {
        return database;
    }

    static void await(BooleanSupplier what) throws InterruptedException {
        while (!what.getAsBoolean()) {
            Thread.sleep(2); // there is no event to wait for; the class has a limit
        }
    }

    static void awaitStored(HistoryWriter writer, long messages) throws InterruptedException {
        await(() -> writer.status().stored() >= messages);
    }

    /// As [#assertInOrder], and roll-ups agree with their rows.
    static void assertWhole(Database database, String run, long least) throws Exception {
        assertInOrder(database, run, least);
        try (History history = History.open(database)) {
            assertAgree(history.connection());
        }
    }

    /// The readings of a run are those from 0 on, each once.
    static void assertInOrder(Database database, String run, long least) throws Exception {
        List<String> found = new ArrayList<>();
        try (History history = History.open(database)) {
            history.messages(
                    HistoryQuery.ALL.ofRun(run),
                    one -> found.add(new String(one.message().payload(), UTF_8)));
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).startsWith("{\"temperature\":" + i + ".0,")) {
                fail("message " + i + " is " + found.get(i));
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo((int) least);
    }

    @BeforeEach
    void open() throws Exception {
        database = emptyDatabase();
    }

    HistoryWriter begin(String run) throws HistoryException {
        return HistoryWriter.begin(database, run, "lab", CLOCK);
    }

    static HistoryMessage reading(long second, String board, double celsius) {
        return message(
                second,
                board,
                "plain/" + board + "/dht22",
                "{\"temperature\":" + celsius + ",\"humidity\":40}");
    }

    static HistoryMessage message(long second, String board, String topic, String payload) {
        return new HistoryMessage(
                START + second * SECOND,
                false,
                board,
                board + "-id",
                Transport.PLAIN,
                topic,
                1,
                false,
                "",
                payload.getBytes(UTF_8));
    }

    List<StoredMessage> find(HistoryQuery query) throws Exception {
        List<StoredMessage> found = new ArrayList<>();
        try (History history = History.open(database)) {
            assertThat(history.messages(query, found::add)).isEqualTo(found.size());
        }
        return found;
    }

    @Test
    void aMessageIsFoundAsItWasKept() throws Exception {
        byte[] payload = {0, (byte) 0xff, 'x', '\n'};
        HistoryMessage kept =
                new HistoryMessage(
                        START + 123_456_789,
                        true,
                        "lab",
                        "",
                        Transport.TLS,
                        "secure/ä/'); DROP TABLE run; --",
                        2,
                        true,
                        "{\"contentType\":\"text/plain\"}",
                        payload);
        try (HistoryWriter writer = begin("one")) {
            writer.offer(kept);
        }

        List<StoredMessage> found = find(HistoryQuery.ALL);

        assertThat(found).hasSize(1);
        StoredMessage only = found.getFirst();
        assertThat(only.run()).isEqualTo("one");
        assertThat(only.message().payload()).isEqualTo(payload);
        assertThat(only.message()).usingRecursiveComparison().isEqualTo(kept);
    }

    @Test
    void runsTellWhatTheyKept() throws Exception {
        try (HistoryWriter writer = begin("first")) {
            writer.offer(reading(0, "a", 20));
            writer.offer(reading(1, "a", 21));
        }
        try (HistoryWriter writer = begin("second")) {
            writer.offer(reading(2, "b", 22));
        }

        try (History history = History.open(database)) {
            List<RunInfo> runs = history.runs();
            assertThat(runs).extracting(RunInfo::name).containsExactly("first", "second");
            assertThat(runs).extracting(RunInfo::messages).containsExactly(2L, 1L);
            assertThat(runs).allMatch(run -> run.ended().isPresent() && run.lost() == 0);
        }
    }

    @Test
    void aRunNameIsTakenOnce() throws Exception {
        begin("same").close();

        assertThatThrownBy(() -> begin("same"))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("same");
    }

    @Test
    void queriesNarrowByTimeTopicDeviceTransportRunAndLimit() throws Exception {
        try (HistoryWriter writer = begin("day")) {
            for (int i = 0; i < 300; i++) {
                writer.offer(reading(i, i % 2 == 0 ? "a" : "b", i));
            }
        }

        assertThat(find(HistoryQuery.ALL)).hasSize(300);
        assertThat(find(HistoryQuery.ALL.between(START + 100 * SECOND, START + 110 * SECOND)))
                .hasSize(10);
        assertThat(find(HistoryQuery.ALL.of(TopicFilter.of("plain/a/+")))).hasSize(150);
        assertThat(find(HistoryQuery.ALL.from("b"))).hasSize(150);
        assertThat(find(HistoryQuery.ALL.over(Transport.TLS))).isEmpty();
        assertThat(find(HistoryQuery.ALL.ofRun("night"))).isEmpty();
        assertThat(find(HistoryQuery.ALL.from("a").atMost(3)))
                .extracting(found -> found.message().epochNanos())
                .containsExactly(START + 294 * SECOND, START + 296 * SECOND, START + 298 * SECOND);
    }

    @Test
    void topicsTellCountsAndWhereTheirNumbersAre() throws Exception {
        try (HistoryWriter writer = begin("one")) {
            writer.offer(reading(0, "a", 20));
            writer.offer(reading(70, "a", 21));
            writer.offer(message(80, "a", "plain/a/status", "online"));
        }

        try (History history = History.open(database)) {
            List<TopicInfo> topics = history.topics(HistoryQuery.ALL);
            assertThat(topics)
                    .extracting(TopicInfo::topic)
                    .containsExactly("plain/a/dht22", "plain/a/status");
            assertThat(topics.getFirst().paths()).containsExactly("humidity", "temperature");
            assertThat(topics).extracting(TopicInfo::messages).containsExactly(2L, 1L);
            assertThat(topics.getLast().bytes()).isEqualTo("online".length());
        }
    }

    @Test
    void aChartOfManyMinutesComesFromTheRollUpsAndLosesNoPeak() throws Exception {
        try (HistoryWriter writer = begin("hours")) {
            for (int i = 0; i < 7200; i++) {
                writer.offer(reading(i, "a", i == 5000 ? 99.5 : 20 + i % 10));
            }
        }
        Chart chart = new Chart("plain/a/dht22", "temperature", START, START + 7200 * SECOND, 24);

        List<Point> points = draw(chart);

        assertThat(chart.fromRollups()).isTrue();
        assertThat(points).hasSizeBetween(24, 25);
        assertThat(points.stream().mapToLong(Point::count).sum()).isEqualTo(7200);
        assertThat(points.stream().mapToDouble(Point::max).max()).hasValue(99.5);
        assertThat(points.stream().mapToDouble(Point::min).min()).hasValue(20);
        assertThat(points.getLast().last()).isEqualTo(20 + 7199 % 10);
    }

    @Test
    void aChartOfSecondsComesFromTheNumbersThemselves() throws Exception {
        try (HistoryWriter writer = begin("hours")) {
            for (int i = 0; i < 600; i++) {
                writer.offer(reading(i, "a", i));
                writer.offer(reading(i, "b", -i));
            }
        }
        Chart chart =
                new Chart(
                        "plain/a/dht22",
                        "temperature",
                        START + 300 * SECOND,
                        START + 310 * SECOND,
                        10);

        List<Point> points = draw(chart);

        assertThat(chart.fromRollups()).isFalse();
        assertThat(points).hasSize(10);
        assertThat(points).extracting(Point::last).startsWith(300.0, 301.0).endsWith(309.0);
        assertThat(draw(new Chart("plain/a/dht22", null, START, START + 20 * SECOND, 5)))
                .hasSize(5)
                .allMatch(point -> point.min() > 20);
    }

    private List<Point> draw(Chart chart) throws Exception {
        try (History history = History.open(database)) {
            return chart.draw(history);
        }
    }

    @Test
    void rollUpsAgreeWithTheirRowsWhateverOrderTheTimesCameIn() throws Exception {
        Random random = new Random(7);
        try (HistoryWriter writer = begin("jumps")) {
            for (int i = 0; i < 3000; i++) {
                // The clock of a run may be set back.
                long second = i < 1500 ? i : i - 900 + random.nextInt(3);
                writer.offer(reading(second, "b" + i % 7, random.nextInt(100)));
            }
        }

        try (History history = History.open(database)) {
            assertAgree(history.connection());
        }
    }

    @Test
    void aClockThatIsSetBackHidesNothing() throws Exception {
        try (HistoryWriter writer = begin("back")) {
            for (int second = 0; second < 300; second++) {
                writer.offer(reading(second, "a", second));
            }
            for (int second = 100; second < 200; second++) {
                writer.offer(reading(second, "a", 1000 + second));
            }
        }
        long from = START + 110 * SECOND;

        List<StoredMessage> found = find(HistoryQuery.ALL.between(from, from + 2 * SECOND));
        assertThat(found)
                .extracting(one -> new String(one.message().payload(), UTF_8).substring(15, 21))
                .containsExactly("110.0,", "111.0,", "1110.0", "1111.0");
        List<Point> seconds =
                draw(new Chart("plain/a/dht22", "temperature", from, from + 2 * SECOND, 2));
        assertThat(seconds).extracting(Point::count).containsExactly(2L, 2L);
        List<Point> all =
                draw(new Chart("plain/a/dht22", "temperature", START, START + 600 * SECOND, 1));
        assertThat(all.stream().mapToLong(Point::count).sum()).isEqualTo(400);
        assertThat(all.getFirst().max()).isEqualTo(1199);
    }

    /// Every roll-up is what its raw rows give.
    static void assertAgree(Connection connection) throws SQLException {
        String numbers =
                "SELECT COUNT(*) FROM rollup r JOIN (SELECT series, at / 60000000000 AS minute,"
                        + " COUNT(*) AS n, MIN(number) AS lo, MAX(number) AS hi, SUM(number) AS total,"
                        + " MIN(id) / 64 AS first, MAX(id) / 64 AS final"
                        + " FROM value GROUP BY series, at / 60000000000) v"
                        + " ON v.series = r.series AND v.minute = r.minute"
                        + " WHERE r.count = v.n AND r.min = v.lo AND r.max = v.hi"
                        + " AND ABS(r.sum - v.total) < 0.001 AND r.first_message = v.first"
                        + " AND r.last_message = v.final";
        String lengths =
                "SELECT COALESCE(SUM(r.count), 0) FROM rollup r JOIN series s ON s.id = r.series"
                        + " WHERE s.path IS NULL";
        long series =
                count(
                        connection,
                        "SELECT COUNT(*) FROM rollup r JOIN series s ON s.id = r.series"
                                + " WHERE s.path IS NOT NULL");
        assertThat(count(connection, numbers)).isEqualTo(series);
        assertThat(count(connection, lengths))
                .isEqualTo(count(connection, "SELECT COUNT(*) FROM message"));
        connection.commit();
    }

    static long count(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void theMeanIsThatOfAllNumbers() throws Exception {
        try (HistoryWriter writer = begin("mean")) {
            for (int i = 1; i <= 4; i++) {
                writer.offer(reading(i, "a", i));
            }
        }

        List<Point> points =
                draw(new Chart("plain/a/dht22", "temperature", START, START + 60 * SECOND, 1));

        assertThat(points.stream().mapToDouble(p -> p.mean() * p.count()).sum())
                .isEqualTo(10, offset(1e-9));
    }

    @Test
    void aNewerSchemaIsRefusedPlainly() throws Exception {
        try (Connection connection = Database.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO schema_version (version) VALUES (99)");
            connection.commit();
        }

        assertThatThrownBy(() -> History.open(database))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("schema 99");
    }

    @Test
    void twoRunsAtOnceDoNotMix() throws Exception {
        try (HistoryWriter one = begin("one");
                HistoryWriter two = begin("two")) {
            for (int i = 0; i < 2000; i++) {
                one.offer(reading(i, "a", 1));
                two.offer(reading(i, "a", 2));
            }
        }

        assertThat(find(HistoryQuery.ALL.ofRun("one"))).hasSize(2000);
        assertThat(find(HistoryQuery.ALL.ofRun("two")))
                .hasSize(2000)
                .allMatch(found -> new String(found.message().payload(), UTF_8).contains("2.0"));
    }

    /// 20 in SQLite: every row that was reported as stored is there.
    @Test
    void whatWasReportedAsStoredSurvivesSigkill() throws Exception {
        Random random = new Random(11);
        List<Killed> next = new ArrayList<>();
        next.add(Killed.start(address(), "killed 0"));
        for (int i = 0; i < kills(); i++) {
            if (i + 1 < kills()) {
                next.add(Killed.start(address(), "killed " + (i + 1))); // while this one works
            }
            long reported = next.get(i).killAt(random);
            assertThat(reported).isPositive();
            assertInOrder(database(), "killed " + i, reported);
        }
        try (History history = History.open(database)) {
            assertAgree(history.connection()); // of all runs: nobody has touched them since
        }
    }

    private record Killed(Process process, BufferedReader words) {
        static Killed start(String address, String run) throws IOException {
            Process process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    KilledWriter.class.getName(),
                                    address,
                                    run)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            return new Killed(process, process.inputReader());
        }

        /// Lets it begin, and kills it at a random moment under load.
        ///
        /// @return what it said last
        long killAt(Random random) throws Exception {
            long told = 0;
            try (words) {
                assertThat(words.readLine()).isEqualTo("waiting");
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                int reports = 1 + random.nextInt(4);
                for (int i = 0; i < reports; i++) {
                    told = Long.parseLong(words.readLine());
                }
                process.waitFor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
                process.toHandle().destroyForcibly(); // which leaves the pipe open
                process.waitFor();
                String line = words.readLine();
                while (line != null && !line.isEmpty()) { // what stood in it was said too
                    told = Math.max(told, Long.parseLong(line)); // the last may be cut short
                    line = words.readLine();
                }
            } finally {
                process.destroyForcibly();
            }
            return told;
        }
    }

    @Test
    void noPayloadStopsTheWriter() throws Exception {
        List<String> hostile =
                List.of(
                        "{\"a\":1e308,\"b\":-1e308,\"c\":1e999,\"d\":-0.0}",
                        "{\"a\":1e308,\"b\":-1e308}",
                        "{\"\\u0000\":1,\"\\ud800\":2,\"\\ud83d\\ude00\":3}",
                        "[" + "1,".repeat(5000) + "1]",
                        "{\"" + "x".repeat(5000) + "\":1}",
                        "[".repeat(5000),
                        "\u0000",
                        "");
        String longest = "t/" + "x".repeat(65_000);
        try (HistoryWriter writer = begin("hostile")) {
            hostile.forEach(payload -> writer.offer(message(0, "b", "t", payload)));
            writer.offer(message(1, "b", longest, "1"));
            writer.offer(message(2, "nul\u0000", "half\ud800", "2"));
        }

        List<StoredMessage> found = find(HistoryQuery.ALL);
        assertThat(found).hasSize(hostile.size() + 2);
        for (int i = 0; i < hostile.size(); i++) {
            assertThat(found.get(i).message().payload()).isEqualTo(hostile.get(i).getBytes(UTF_8));
        }
        assertThat(found.get(hostile.size()).message().topic()).isEqualTo(longest);
        try (History history = History.open(database)) {
            assertAgree(history.connection());
        }
    }

    @Test
    void topicsBeyondTheBoundAreCountedAsLost() throws Exception {
        String big = "x".repeat(60_000);
        long fitting = RunNames.CHARS_MAX / (big.length() + 10) - 1;
        HistoryWriter writer = begin("many");
        for (int i = 0; i < fitting + 10; i++) {
            writer.offer(message(i, "b", big + i, "x"));
            await(() -> writer.status().waiting() < 100);
        }
        writer.close();

        HistoryStatus status = writer.status();
        assertThat(status.lost()).isPositive();
        assertThat(status.stored() + status.lost()).isEqualTo(fitting + 10);
        try (History history = History.open(database)) {
            assertThat(history.runs().getFirst().lost()).isEqualTo(status.lost());
        }
    }
}
