// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Reads what was kept. Not thread-safe: one thread uses one.
public final class History implements AutoCloseable {
    private final Connection connection;

    private History(Connection connection) {
        this.connection = connection;
    }

    /// Opens the history of a database.
    ///
    /// @throws HistoryException it can't be had
    public static History open(Database database) throws HistoryException {
        return new History(Database.openToRead(database));
    }

    /// The runs, in the order they began.
    public List<RunInfo> runs() throws SQLException {
        List<RunInfo> runs = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT id, name, lab, started, ended, messages, pruned, lost"
                                        + " FROM run ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long ended = rows.getLong(5);
                OptionalLong end = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(ended);
                runs.add(
                        new RunInfo(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getLong(4),
                                end,
                                rows.getLong(6) - rows.getLong(7),
                                rows.getLong(8)));
            }
        }
        connection.commit();
        return runs;
    }

    /// The gaps of a run, in the order of time.
    public List<Gap> gaps(RunInfo run) throws SQLException {
        List<Gap> gaps = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT from_at, to_at, lost FROM gap WHERE run = ?"
                                + " ORDER BY from_at, to_at, lost")) {
            select.setLong(1, run.id());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    gaps.add(new Gap(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        connection.commit();
        return gaps;
    }

    /// The gaps of all runs that touch a time, at most so many.
    public List<Gap> gaps(long fromNanos, long toNanos, int most) throws SQLException {
        List<Gap> gaps = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT from_at, to_at, lost FROM gap WHERE to_at >= ? AND from_at < ?"
                                + " ORDER BY from_at, to_at, lost LIMIT "
                                + most)) {
            select.setLong(1, fromNanos);
            select.setLong(2, toNanos);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    gaps.add(new Gap(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        connection.commit();
        return gaps;
    }

    /// The topics of the runs that a query names, by name. Times and senders are not asked for.
    public List<TopicInfo> topics(HistoryQuery query) throws SQLException {
        Map<String, TopicInfo> topics = new TreeMap<>();
        for (RunInfo run : runs(query)) {
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT t.name, s.path, SUM(r.count), SUM(r.sum), MIN(r.minute),"
                                    + " MAX(r.minute) FROM rollup r"
                                    + " JOIN series s ON s.id = r.series"
                                    + " JOIN topic t ON t.id = s.topic"
                                    + " WHERE r.series >= ? AND r.series < ?"
                                    + " GROUP BY t.name, s.path")) {
                select.setLong(1, Ids.first(run.id()));
                select.setLong(2, Ids.end(run.id()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        topics.merge(rows.getString(1), topic(rows), History::merged);
                    }
                }
            }
        }
        connection.commit();
        topics.keySet().removeIf(topic -> !query.wants(topic));
        return List.copyOf(topics.values());
    }

    private static TopicInfo topic(ResultSet row) throws SQLException {
        String path = row.getString(2);
        return new TopicInfo(
                row.getString(1),
                path == null ? row.getLong(3) : 0,
                path == null ? (long) row.getDouble(4) : 0,
                row.getLong(5),
                row.getLong(6),
                path == null ? List.of() : List.of(path));
    }

    private static TopicInfo merged(TopicInfo one, TopicInfo other) {
        List<String> paths = new ArrayList<>(one.paths());
        other.paths().stream().filter(path -> !paths.contains(path)).forEach(paths::add);
        paths.sort(null);
        return new TopicInfo(
                one.topic(),
                one.messages() + other.messages(),
                one.bytes() + other.bytes(),
                Math.min(one.firstMinute(), other.firstMinute()),
                Math.max(one.lastMinute(), other.lastMinute()),
                paths);
    }

    /// The runs that a query names.
    public List<RunInfo> runs(HistoryQuery query) throws SQLException {
        return runs().stream()
                .filter(run -> query.run().map(run.name()::equals).orElse(true))
                .toList();
    }

    /// Hands the messages to the sink in the order they were kept. With a limit these are the
    /// latest.
    ///
    /// @return how many there were
    public long messages(HistoryQuery query, Consumer<? super StoredMessage> sink)
            throws SQLException {
        List<MessageScan> scans = new ArrayList<>();
        long wanted = query.limit();
        for (RunInfo run : runs(query).reversed()) {
            if (wanted > 0) {
                MessageScan scan = MessageScan.of(connection, query, run);
                wanted -= query.limit() == Long.MAX_VALUE ? 0 : scan.keepLast(wanted);
                scans.add(scan);
            }
        }
        long told = 0;
        for (MessageScan scan : scans.reversed()) {
            told += scan.tell(sink);
        }
        connection.commit();
        return told;
    }

    /// The next messages after one, by its id, so that a reader who takes its time holds nothing
    /// open; -1 is before the first.
    ///
    /// @param query whose limit does not count
    public List<StoredMessage> page(HistoryQuery query, long after, int most) throws SQLException {
        List<StoredMessage> page = new ArrayList<>();
        for (RunInfo run : runs(query)) {
            if (page.size() < most) {
                MessageScan scan = MessageScan.of(connection, query, run);
                scan.keepAfter(after);
                scan.tell(page::add, most - page.size());
            }
        }
        connection.commit();
        return page;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
