// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.lab.Transport;

/// What holds for a history that is carried away, brought back and thinned out, wherever it is
/// kept.
abstract class HistoryArchiveContract extends HistoryContract {
    private static final String RUN =
            "{\"run\":{\"name\":\"r\",\"lab\":\"l\",\"started\":\"2026-01-01T00:00:00Z\",\"lost\":0}}";
    private static final String MESSAGE =
            "{\"message\":{\"at\":\"2026-01-01T00:00:00Z\",\"fromLab\":false,\"identity\":\"i\","
                    + "\"clientId\":\"c\",\"transport\":\"PLAIN\",\"topic\":\"t\",\"qos\":0,"
                    + "\"retained\":false,\"payload\":\"MQ==\"}}";
    private static final String END = "{\"end\":{\"messages\":1}}";

    private static byte[] export(Database database) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (History history = History.open(database)) {
            var export = new HistoryExport(history, bytes);
            for (RunInfo run : history.runs()) {
                export.write(run);
            }
        }
        return bytes.toByteArray();
    }

    private static List<HistoryImport.Imported> read(Database database, byte[] bytes)
            throws Exception {
        try (HistoryImport reader = HistoryImport.into(database)) {
            return reader.read(new ByteArrayInputStream(bytes));
        }
    }

    private void keepTwoRuns() throws Exception {
        Random random = new Random(3);
        try (HistoryWriter writer = begin("one")) {
            for (int i = 0; i < 12_000; i++) {
                writer.offer(reading(i, "b" + i % 3, random.nextInt(100)));
            }
            writer.missed(new Gap(START - 5, START + 7, 3));
        }
        try (HistoryWriter writer = begin("two")) {
            byte[] bytes = new byte[300];
            random.nextBytes(bytes);
            writer.offer(
                    new HistoryMessage(
                            START + 123_456_789,
                            true,
                            "lab",
                            "",
                            Transport.TLS,
                            "secure/ä/\ud83d\ude00\u001b",
                            2,
                            true,
                            "{\"contentType\":\"x\",\"userProperties\":[{\"name\":\"a\",\"value\":\"\"}]}",
                            bytes));
            writer.offer(message(-5, "", "t", ""));
        }
    }

    @Test
    void exportImportAndExportAgainGiveTheSameBytes() throws Exception {
        keepTwoRuns();
        byte[] first = export(database());

        open(); // an empty one
        List<HistoryImport.Imported> came = read(database(), first);

        assertThat(came)
                .containsExactly(
                        new HistoryImport.Imported("one", 12_000),
                        new HistoryImport.Imported("two", 2));
        assertThat(export(database())).isEqualTo(first);
        try (History history = History.open(database())) {
            assertAgree(history.connection());
        }
        assertThatThrownBy(() -> read(database(), first))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("line 1: there is a run one already");
    }

    @Test
    void whatWasThinnedOutIsExportedAndComesBack() throws Exception {
        keepTwoRuns();
        new Retention(database(), OptionalLong.of(START + 6_000 * SECOND), OptionalLong.empty())
                .prune();
        byte[] first = export(database());

        open();
        read(database(), first);

        assertThat(export(database())).isEqualTo(first);
    }

    @Test
    void anImportThatIsCutShortLeavesNothingOfItsRun() throws Exception {
        String whole = RUN + "\n" + MESSAGE + "\n" + END + "\n";
        String second = whole.replace("\"r\"", "\"s\"");
        byte[] cut = (whole + second.substring(0, second.lastIndexOf("{\"end"))).getBytes(UTF_8);

        assertThatThrownBy(() -> read(database(), cut))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("line 6: the file ends within run s");

        try (History history = History.open(database())) {
            assertThat(history.runs()).extracting(RunInfo::name).containsExactly("r");
        }
        assertThat(read(database(), second.getBytes(UTF_8))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "null",
                "{\"run\":1}",
                "{\"message\":{},\"end\":{}}",
                "{\"other\":{}}",
                "{\"end\":{\"messages\":7}}",
                "{\"end\":{\"messages\":-1}}",
                "{\"end\":{\"messages\":1e3}}",
                "{\"gap\":{\"from\":\"x\",\"to\":\"y\",\"lost\":1}}",
                "{\"gap\":{\"from\":\"+1000000-01-01T00:00:00Z\",\"to\":\"y\",\"lost\":1}}",
                "MESSAGE \"qos\":0 -> \"qos\":3",
                "MESSAGE \"qos\":0 -> \"qos\":0,\"qos\":1",
                "MESSAGE \"t\" -> \"a/#\"",
                "MESSAGE \"t\" -> \"\"",
                "MESSAGE \"t\" -> \"\\u0000\"",
                "MESSAGE \"t\" -> \"\\ud800\"",
                "MESSAGE \"PLAIN\" -> \"plain\"",
                "MESSAGE MQ== -> M",
                "MESSAGE \"payload\" -> \"more\":1,\"payload\"",
                "MESSAGE \"payload\" -> \"properties\":{},\"payload\"",
                "MESSAGE \"payload\" -> \"properties\":{\"a\":1},\"payload\"",
                "MESSAGE \"clientId\":\"c\", -> ",
                "MESSAGE }} -> }} {}"
            })
    void aHostileLineIsRefusedByItsNumber(String hostile) {
        String line = hostile;
        if (hostile.startsWith("MESSAGE ")) {
            String[] change = hostile.substring("MESSAGE ".length()).split(" -> ", 2);
            line = MESSAGE.replace(change[0], change[1]);
            assertThat(line).isNotEqualTo(MESSAGE);
        }
        byte[] bytes = (RUN + "\n" + line + "\n" + END + "\n").getBytes(UTF_8);

        assertThatThrownBy(() -> read(database(), bytes))
                .isInstanceOf(HistoryException.class)
                .hasMessageStartingWith("line 2: ");
        assertThat(runs()).isEmpty();
    }

    private List<RunInfo> runs() {
        try (History history = History.open(database())) {
            return history.runs();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ageTakesWholeMinutesAndRunsThatAreEmptyThen() throws Exception {
        try (HistoryWriter writer = begin("old")) {
            writer.offer(reading(-100_000, "a", 1));
        }
        try (HistoryWriter writer = begin("new")) {
            for (int i = 0; i < 600; i++) {
                writer.offer(reading(i, "a", i));
            }
        }
        // START is 20 s after a full minute, and so is this
        var retention =
                new Retention(
                        database(), OptionalLong.of(START + 300 * SECOND), OptionalLong.empty());

        assertThat(retention.trial().messages()).isEqualTo(281);
        assertThat(find(HistoryQuery.ALL)).hasSize(601);
        Retention.Removed removed = retention.prune();

        assertThat(removed.messages()).isEqualTo(281);
        assertThat(runs()).hasSize(1);
        assertThat(runs().getFirst().messages()).isEqualTo(320);
        List<StoredMessage> left = find(HistoryQuery.ALL);
        assertThat(left).hasSize(320);
        assertThat(left.getFirst().message().epochNanos()).isEqualTo(START + 280 * SECOND);
        try (History history = History.open(database())) {
            assertAgree(history.connection());
        }
    }

    @Test
    void sizeTakesTheOldestUntilTheRestFits() throws Exception {
        try (HistoryWriter writer = begin("long")) {
            for (int i = 0; i < 30_000; i++) {
                writer.offer(reading(i, "a", i));
            }
        }
        long size =
                new Retention(database(), OptionalLong.empty(), OptionalLong.of(1)).trial().bytes();
        long wanted = size / 3;

        Retention.Removed removed =
                new Retention(database(), OptionalLong.empty(), OptionalLong.of(wanted)).prune();

        assertThat(removed.bytes()).isLessThanOrEqualTo(wanted).isGreaterThan(wanted / 2);
        assertThat(removed.messages()).isBetween(15_000L, 25_000L);
        List<StoredMessage> left = find(HistoryQuery.ALL);
        assertThat(left).hasSize((int) (30_000 - removed.messages()));
        assertThat(left.getLast().message().epochNanos()).isEqualTo(START + 29_999 * SECOND);
        try (History history = History.open(database())) {
            assertAgree(history.connection());
        }
        assertThat(
                        new Retention(database(), OptionalLong.empty(), OptionalLong.of(wanted))
                                .prune()
                                .messages())
                .isZero();
    }

    @Test
    void aLabGoesOnWritingWhileItsHistoryIsThinnedOut() throws Exception {
        HistoryWriter writer = begin("busy");
        List<Throwable> wrong = new ArrayList<>();
        Thread pruning =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                for (int i = 1; i <= 20; i++) {
                                    var end = OptionalLong.of(START + i * 100L * SECOND);
                                    new Retention(database(), end, OptionalLong.empty()).prune();
                                }
                            } catch (Exception e) {
                                wrong.add(e);
                            }
                        });
        for (int i = 0; i < 20_000; i++) {
            writer.offer(reading(i % 4_000, "a", i)); // also into minutes that are going
            await(() -> writer.status().waiting() < 200);
        }
        pruning.join();
        writer.close();

        assertThat(wrong).isEmpty();
        assertThat(writer.status().stored()).isEqualTo(20_000);
        try (History history = History.open(database())) {
            assertAgree(history.connection());
        }
        assertThat(find(HistoryQuery.ALL)).hasSize((int) runs().getFirst().messages());
    }
}
