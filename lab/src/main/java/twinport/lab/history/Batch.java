// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import twinport.lab.history.RunRows.Position;
import twinport.wire.payload.JsonValue;
import twinport.wire.payload.JsonValues;

/// Writes messages of one run, their numbers and the roll-ups of these, over one connection.
final class Batch {
    private static final String MESSAGE =
            "INSERT INTO message (id, at, client, topic, flags, properties, payload)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String VALUE =
            "INSERT INTO value (id, series, at, number) VALUES (?, ?, ?, ?)";
    private static final String GAP =
            "INSERT INTO gap (run, from_at, to_at, lost) VALUES (?, ?, ?, ?)";
    private static final String ROLLUP =
            "INSERT INTO rollup (series, minute, count, min, max, sum, last, last_at,"
                    + " first_message, last_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (series, minute) DO UPDATE SET"
                    + " count = rollup.count + excluded.count,"
                    + " min = CASE WHEN excluded.min < rollup.min THEN excluded.min"
                    + " ELSE rollup.min END,"
                    + " max = CASE WHEN excluded.max > rollup.max THEN excluded.max"
                    + " ELSE rollup.max END,"
                    + " sum = rollup.sum + excluded.sum,"
                    + " last = CASE WHEN excluded.last_at >= rollup.last_at THEN excluded.last"
                    + " ELSE rollup.last END,"
                    + " last_at = CASE WHEN excluded.last_at >= rollup.last_at"
                    + " THEN excluded.last_at ELSE rollup.last_at END,"
                    + " last_message = excluded.last_message";

    /// Numbers beyond it stay in the payloads only: the sum of a minute must remain a number.
    private static final double NUMBER_MAX = 1e300;

    /// In a longer payload no numbers are looked for: one writer serves all.
    static final int NUMBERS_BYTES_MAX = 256 << 10;

    private final Connection connection;
    private final long run;
    private final RunNames names;
    private final PreparedStatement message;
    private final PreparedStatement value;
    private final PreparedStatement rollup;
    private final Map<Rollup.Key, Rollup> rollups = new HashMap<>();

    private Batch(Connection connection, long run, RunNames names) throws SQLException {
        this.connection = connection;
        this.run = run;
        this.names = names;
        this.message = connection.prepareStatement(MESSAGE);
        this.value = connection.prepareStatement(VALUE);
        this.rollup = connection.prepareStatement(ROLLUP);
    }

    /// Goes on with a run.
    static Batch of(Connection connection, long run) throws SQLException {
        return new Batch(connection, run, RunNames.load(connection, run));
    }

    /// Writes messages within the transaction that is open, which does nothing else before.
    ///
    /// @param gaps lost messages to be noted with them
    /// @return where the run is then
    Position write(Position before, List<HistoryMessage> messages, List<Gap> gaps)
            throws SQLException {
        RunRows.claim(connection, run, before);
        rollups.clear();
        long id = Ids.of(run, before.messages());
        List<Gap> lost = new ArrayList<>(gaps);
        for (HistoryMessage each : messages) {
            RunNames.Topic topic = id < Ids.end(run) ? names.topic(each.topic()) : null;
            long client = topic == null ? RunNames.NONE : names.client(each);
            if (topic == null || client == RunNames.NONE) {
                lost.add(new Gap(each.epochNanos(), each.epochNanos(), 1));
            } else {
                add(id++, topic, client, each);
            }
        }
        message.executeBatch();
        value.executeBatch();
        rollUp();
        long missed = before.lost() + note(lost);
        RunRows.count(connection, run, id - Ids.first(run), missed);
        return new Position(before.transactions() + 1, id - Ids.first(run), missed);
    }

    private void add(long id, RunNames.Topic topic, long client, HistoryMessage each)
            throws SQLException {
        message.setLong(1, id);
        message.setLong(2, each.epochNanos());
        message.setLong(3, client);
        message.setLong(4, topic.id);
        message.setInt(5, each.flags());
        if (each.properties().isEmpty()) {
            message.setNull(6, Types.VARCHAR);
        } else {
            message.setString(6, Texts.fitting(each.properties()));
        }
        message.setBytes(7, each.payload());
        message.addBatch();
        sum(topic.lengths(), each.payload().length, each.epochNanos(), id);
        numbers(id, topic, each);
    }

    private void numbers(long id, RunNames.Topic topic, HistoryMessage each) throws SQLException {
        if (each.payload().length > NUMBERS_BYTES_MAX) {
            return;
        }
        long place = Ids.firstValue(id);
        long end = place + Ids.VALUES_MAX;
        for (JsonValue number : JsonValues.paths(each.payload())) {
            if (place == end) {
                return;
            }
            double read = number.number();
            if (!(Math.abs(read) <= NUMBER_MAX)) {
                continue; // also what is no number
            }
            long series = names.series(topic, number.path());
            if (series == RunNames.NONE) {
                continue;
            }
            value.setLong(1, place++);
            value.setLong(2, series);
            value.setLong(3, each.epochNanos());
            value.setDouble(4, read);
            value.addBatch();
            sum(series, read, each.epochNanos(), id);
        }
    }

    private void sum(long series, double number, long epochNanos, long id) {
        rollups.computeIfAbsent(Rollup.Key.of(series, epochNanos), _ -> new Rollup())
                .add(number, epochNanos, id);
    }

    /// In the order of their keys, so that two writers never wait for each other in a circle.
    private void rollUp() throws SQLException {
        var ordered =
                new TreeMap<Rollup.Key, Rollup>(
                        Comparator.comparingLong(Rollup.Key::series)
                                .thenComparingLong(Rollup.Key::minute));
        ordered.putAll(rollups);
        for (Map.Entry<Rollup.Key, Rollup> entry : ordered.entrySet()) {
            Rollup sums = entry.getValue();
            rollup.setLong(1, entry.getKey().series());
            rollup.setLong(2, entry.getKey().minute());
            rollup.setLong(3, sums.count);
            rollup.setDouble(4, sums.min);
            rollup.setDouble(5, sums.max);
            rollup.setDouble(6, sums.sum);
            rollup.setDouble(7, sums.last);
            rollup.setLong(8, sums.lastAt);
            rollup.setLong(9, sums.firstMessage);
            rollup.setLong(10, sums.lastMessage);
            rollup.addBatch();
        }
        rollup.executeBatch();
    }

    private long note(List<Gap> gaps) throws SQLException {
        if (gaps.isEmpty()) {
            return 0;
        }
        long lost = 0;
        try (PreparedStatement insert = connection.prepareStatement(GAP)) {
            for (Gap gap : gaps) {
                insert.setLong(1, run);
                insert.setLong(2, gap.fromNanos());
                insert.setLong(3, gap.toNanos());
                insert.setLong(4, gap.lost());
                insert.addBatch();
                lost += gap.lost();
            }
            insert.executeBatch();
        }
        return lost;
    }
}
