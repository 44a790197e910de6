// SPDX-License-Identifier: MIT
package twinport.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.broker.BrokerEvent;
import twinport.broker.Message;
import twinport.broker.Side;
import twinport.lab.history.Database;
import twinport.lab.history.Gap;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.HistoryWriter;
import twinport.lab.history.StoredMessage;

class MemoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NANOS = START.getEpochSecond() * 1_000_000_000L;

    @TempDir private Path folder;

    private static Message message(String topic, Message.Sender sender, int second) {
        return new Message(
                topic,
                new byte[] {1},
                1,
                false,
                Message.Properties.NONE,
                sender,
                START.plusSeconds(second));
    }

    @Test
    void whatTheLabsSinkMissedIsAGapBetweenWhatWasHeard() throws Exception {
        Database database = Database.of(folder.resolve("history.db").toString());
        var writer = HistoryWriter.begin(database, "run", "lab", () -> START);
        try (var memory = new Memory(Optional.of(writer), START)) {
            memory.heard(message("t", Message.Sender.LAB, 5));
            memory.missed(
                    new BrokerEvent.Overflowed(START.plusSeconds(9), "broker-messages-1 #", 7));

            assertThat(memory.status().lost()).isEqualTo(7);
        }
        try (History history = History.open(database)) {
            var run = history.runs().getFirst();
            assertThat(run.messages()).isEqualTo(1);
            assertThat(run.lost()).isEqualTo(7);
            assertThat(history.gaps(run))
                    .containsExactly(new Gap(NANOS + 5_000_000_000L, NANOS + 9_000_000_000L, 7));
        }
    }

    @Test
    void howAMessageCameIsToldByItsConnectionNotByItsTopic() throws Exception {
        Database database = Database.of(folder.resolve("history.db").toString());
        var writer = HistoryWriter.begin(database, "run", "lab", () -> START);
        try (var memory = new Memory(Optional.of(writer), START)) {
            var plain = new Message.Sender("a", "a-1", Optional.of(Side.PLAIN));
            memory.heard(message("secure/x", plain, 0));
            memory.heard(message("secure/x", Message.Sender.LAB, 1));
        }
        var found = new java.util.ArrayList<StoredMessage>();
        try (History history = History.open(database)) {
            history.messages(HistoryQuery.ALL, found::add);
        }

        assertThat(found)
                .extracting(one -> one.message().transport())
                .containsExactly(Transport.PLAIN, Transport.TLS);
        assertThat(found).extracting(one -> one.message().fromLab()).containsExactly(false, true);
    }

    @Test
    void aLabWithoutAHistorySaysSo() {
        try (var memory = new Memory(Optional.empty(), START)) {
            memory.heard(message("t", Message.Sender.LAB, 5));

            assertThat(memory.status().place()).isEmpty();
            assertThatThrownBy(memory::open)
                    .isInstanceOf(HistoryException.class)
                    .hasMessageContaining("keeps no history");
        }
    }
}
