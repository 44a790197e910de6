// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PostgreSqlHistoryTest extends HistoryArchiveContract {
    private static @Nullable PostgreSqlServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                PostgreSqlServer.programs().isPresent(),
                "PostgreSQL is not installed: the history is tested on SQLite only");
        server = PostgreSqlServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    Database emptyDatabase() throws Exception {
        var database = new PostgreSql(java.util.Objects.requireNonNull(server).address());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
            connection.commit();
        }
        return database;
    }

    @Override
    String address() {
        return server().address();
    }

    /// A process costs a start; that SIGKILL is survived is up to the server here.
    @Override
    int kills() {
        return 2;
    }

    private static PostgreSqlServer server() {
        return java.util.Objects.requireNonNull(server);
    }

    @Test
    void aServerThatGoesAndComesBackLosesNothing() throws Exception {
        HistoryWriter writer = begin("away");
        for (int i = 0; i < 1000; i++) {
            writer.offer(reading(i, "a", i));
        }
        awaitStored(writer, 1000);
        server().stop();
        for (int i = 1000; i < 1500; i++) {
            writer.offer(reading(i, "a", i));
        }
        await(() -> !writer.status().trouble().isEmpty());
        assertThat(writer.status().stored()).isEqualTo(1000);
        assertThat(writer.status().waiting()).isEqualTo(500);

        server().begin();
        awaitStored(writer, 1500);
        writer.close();

        assertThat(writer.status().trouble()).isEmpty();
        assertWhole(database(), "away", 1500);
    }

    @Test
    void whatDoesNotFitWhileTheServerIsAwayIsAGap() throws Exception {
        HistoryWriter writer = begin("long away");
        server().stop();
        String big = "x".repeat(4 << 20);
        for (int i = 0; i < 40; i++) {
            writer.offer(message(i, "a", "t", big));
        }
        long lost = writer.status().lost();
        assertThat(lost).isPositive();

        server().begin();
        awaitStored(writer, 40 - lost);
        writer.close();

        assertThat(writer.status().lost()).isEqualTo(lost);
        try (History history = History.open(database())) {
            RunInfo run = history.runs().getFirst();
            assertThat(run.messages()).isEqualTo(40 - lost);
            assertThat(run.lost()).isEqualTo(lost);
            assertThat(history.gaps(run).stream().mapToLong(Gap::lost).sum()).isEqualTo(lost);
        }
    }

    @Test
    void anEndWhileTheServerIsAwaySaysWhatIsLost() throws Exception {
        HistoryWriter writer = begin("ended away");
        server().stop();
        try {
            writer.offer(reading(0, "a", 1));
            writer.close();

            assertThat(writer.status().lost()).isEqualTo(1);
            assertThat(writer.status().stored()).isZero();
        } finally {
            server().begin();
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsNeitherDoubledNorDropped() throws Exception {
        int door = PostgreSqlServer.freePort();
        try (CuttingProxy proxy = new CuttingProxy(door, server().port())) {
            // a statement that the server knows by a number would hide the word COMMIT
            Database through = new PostgreSql(server().address(door) + "&prepareThreshold=0");
            HistoryWriter writer = HistoryWriter.begin(through, "cut", "lab", CLOCK);
            for (int round = 1; round <= 3; round++) {
                proxy.cutAtCommit();
                for (int i = 0; i < 100; i++) {
                    int n = (round - 1) * 100 + i;
                    writer.offer(reading(n, "a", n));
                }
                writer.missed(new Gap(START, START + round, round));
                awaitStored(writer, round * 100L);
                int cuts = round;
                await(() -> proxy.cuts() == cuts);
            }
            writer.close();

            assertThat(writer.status().lost()).isEqualTo(6);
            try (History history = History.open(database())) {
                RunInfo run = history.runs().getFirst();
                assertThat(run.lost()).isEqualTo(6);
                assertThat(history.gaps(run).stream().mapToLong(Gap::lost).sum()).isEqualTo(6);
            }
        }
        assertWhole(database(), "cut", 300);
    }

    /// The file that is imported into Grafana: every query in it gives what was kept.
    @Test
    void theGrafanaDashboardShowsWhatWasKept() throws Exception {
        try (HistoryWriter writer = begin("shown")) {
            for (int i = 0; i < 300; i++) {
                writer.offer(reading(i, "a", i));
            }
            writer.missed(new Gap(START, START + SECOND, 2));
        }
        JsonNode dashboard =
                JsonMapper.shared().readTree(Path.of("../examples/grafana/history.json").toFile());
        Map<String, List<String>> answers = new TreeMap<>();
        try (Connection connection = database().connect()) {
            for (JsonNode panel : dashboard.path("panels")) {
                String sql = panel.path("targets").path(0).path("rawSql").asString();
                answers.put(panel.path("title").asString(), rows(connection, sql));
            }
            for (JsonNode variable : dashboard.path("templating").path("list")) {
                if (variable.path("type").asString().equals("query")) {
                    answers.put(
                            variable.path("name").asString(),
                            rows(connection, variable.path("query").asString()));
                }
            }
        }

        assertThat(answers).hasSize(7);
        assertThat(answers.get("number")).containsExactly("humidity", "temperature");
        assertThat(answers.get("$number, mean of a minute")).hasSize(6);
        assertThat(answers.getOrDefault("$number, mean of a minute", List.of()).getFirst())
                .endsWith("|plain/a/dht22|19.5");
        assertThat(answers.getOrDefault("$number, least and most of a minute", List.of()).getLast())
                .endsWith("|280|299");
        assertThat(answers.getOrDefault("Messages a minute", List.of()).getFirst())
                .endsWith("|plain|40");
        assertThat(answers.getOrDefault("Lost messages", List.of()).getFirst()).endsWith("|2");
        assertThat(answers.getOrDefault("Runs", List.of()).getFirst())
                .startsWith("shown|lab|")
                .endsWith("|300|2");
        assertThat(answers.get("Latest messages")).hasSize(100);
        assertThat(answers.getOrDefault("Latest messages", List.of()).getFirst())
                .endsWith("|a|PLAIN|plain/a/dht22|{\"temperature\":299.0,\"humidity\":40}");
    }

    /// With Grafana's macros as it fills them in.
    private static List<String> rows(Connection connection, String sql) throws Exception {
        String filled =
                sql.replace("$__unixEpochFrom()", String.valueOf(START / SECOND))
                        .replace("$__unixEpochTo()", String.valueOf(START / SECOND + 3600))
                        .replace("$number", "temperature");
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(filled)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(found.getString(i));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }
}
