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
import twinport.wire.payload.JsonValue;
import twinport.wire.payload.JsonValues;

/// Writes messages, their numbers and the roll-ups of these in one transaction.
final class Batch {
    private static final String MESSAGE =
            "INSERT INTO message (id, at, client, topic, flags, properties, payload)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String VALUE =
            "INSERT INTO value (id, series, at, number) VALUES (?, ?, ?, ?)";
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

    private final Connection connection;
    private final RunNames names;
    private final PreparedStatement message;
    private final PreparedStatement value;
    private final PreparedStatement rollup;
    private final Map<Rollup.Key, Rollup> rollups = new HashMap<>();

    Batch(Connection connection, RunNames names) throws SQLException {
        this.connection = connection;
        this.names = names;
        this.message = connection.prepareStatement(MESSAGE);
        this.value = connection.prepareStatement(VALUE);
        this.rollup = connection.prepareStatement(ROLLUP);
    }

    /// Writes the messages of a run and commits.
    ///
    /// @param count how many messages of the run were written before
    /// @param gaps lost messages to be noted with them
    /// @return how many are written now
    long write(long run, long count, List<HistoryMessage> messages, List<Gap> gaps)
            throws SQLException {
        rollups.clear();
        long id = Ids.of(run, count);
        List<Gap> lost = new ArrayList<>(gaps);
        for (HistoryMessage each : messages) {
            long topic = names.topic(each.topic());
            if (topic == RunNames.NONE) {
                lost.add(new Gap(each.epochNanos(), each.epochNanos(), 1));
            } else {
                add(id++, topic, each);
            }
        }
        message.executeBatch();
        value.executeBatch();
        rollUp();
        note(run, id - Ids.first(run), lost);
        connection.commit();
        return id - Ids.first(run);
    }

    private void add(long id, long topic, HistoryMessage each) throws SQLException {
        message.setLong(1, id);
        message.setLong(2, each.epochNanos());
        message.setLong(3, names.client(each));
        message.setLong(4, topic);
        message.setInt(5, each.flags());
        if (each.properties().isEmpty()) {
            message.setNull(6, Types.VARCHAR);
        } else {
            message.setString(6, each.properties());
        }
        message.setBytes(7, each.payload());
        message.addBatch();
        sum(names.lengths(topic), each.payload().length, each.epochNanos(), id);
        numbers(id, topic, each);
    }

    private void numbers(long id, long topic, HistoryMessage each) throws SQLException {
        long place = Ids.firstValue(id);
        long end = place + Ids.VALUES_MAX;
        for (JsonValue number : JsonValues.paths(each.payload())) {
            double read = number.number();
            if (!Double.isFinite(read) || place == end) {
                continue;
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

    private void note(long run, long count, List<Gap> gaps) throws SQLException {
        long lost = 0;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO gap (run, from_at, to_at, lost) VALUES (?, ?, ?, ?)")) {
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
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE run SET messages = ?, lost = lost + ? WHERE id = ?")) {
            update.setLong(1, count);
            update.setLong(2, lost);
            update.setLong(3, run);
            update.executeUpdate();
        }
    }
}
