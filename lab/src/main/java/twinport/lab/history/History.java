// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import twinport.broker.TopicFilter;
import twinport.lab.Transport;

/// Reads what was kept. Not thread-safe: one thread uses one.
public final class History implements AutoCloseable {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /// Messages read at once, so that a long answer takes no more memory than a short one.
    private static final int PAGE = 5_000;

    private final Connection connection;

    private History(Connection connection) {
        this.connection = connection;
    }

    /// Opens the history of a database.
    ///
    /// @throws HistoryException it can't be had
    public static History open(Database database) throws HistoryException {
        try {
            Database.open(database).close();
            return new History(database.connect());
        } catch (SQLException e) {
            throw new HistoryException(
                    "the history at " + database.name() + " can't be read: " + e.getMessage(),
                    "is the database there?",
                    e);
        }
    }

    /// The runs, in the order they began.
    public List<RunInfo> runs() throws SQLException {
        List<RunInfo> runs = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT id, name, lab, started, ended, messages, lost FROM run"
                                        + " ORDER BY id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long ended = rows.getLong(5);
                runs.add(
                        new RunInfo(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getLong(4),
                                rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(ended),
                                rows.getLong(6),
                                rows.getLong(7)));
            }
        }
        connection.commit();
        return runs;
    }

    /// The gaps of a run, in the order they were noted.
    public List<Gap> gaps(RunInfo run) throws SQLException {
        List<Gap> gaps = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT from_at, to_at, lost FROM gap WHERE run = ? ORDER BY from_at")) {
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

    /// The topics of the runs that a query names, by name. Times and senders are not asked for.
    public List<TopicInfo> topics(HistoryQuery query) throws SQLException {
        Map<String, TopicInfo> topics = new TreeMap<>();
        for (RunInfo run : runs(query)) {
            read(
                    "SELECT t.name, s.path, SUM(r.count), SUM(r.sum), MIN(r.minute), MAX(r.minute)"
                            + " FROM rollup r JOIN series s ON s.id = r.series"
                            + " JOIN topic t ON t.id = s.topic"
                            + " WHERE r.series >= ? AND r.series < ? GROUP BY t.name, s.path",
                    run,
                    row -> topics.merge(row.getString(1), topic(row), History::merged));
        }
        connection.commit();
        topics.keySet().removeIf(topic -> !query.filter().map(f -> f.matches(topic)).orElse(true));
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

    interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void read(String select, RunInfo run, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setLong(1, Ids.first(run.id()));
            statement.setLong(2, Ids.end(run.id()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        }
    }

    private List<RunInfo> runs(HistoryQuery query) throws SQLException {
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
        List<RunInfo> runs = runs(query);
        long skip =
                query.limit() == Long.MAX_VALUE
                        ? 0
                        : Math.max(0, count(query, runs) - query.limit());
        Told told = new Told(skip, sink);
        for (RunInfo run : runs) {
            scan(query, run, told);
        }
        connection.commit();
        return told.count;
    }

    private long count(HistoryQuery query, List<RunInfo> runs) throws SQLException {
        Told counted = new Told(0, _ -> {});
        for (RunInfo run : runs) {
            scan(query, run, counted);
        }
        return counted.count;
    }

    /// Passes over the first ones.
    private static final class Told {
        private final Consumer<? super StoredMessage> sink;
        private long skip;
        private long count;

        Told(long skip, Consumer<? super StoredMessage> sink) {
            this.skip = skip;
            this.sink = sink;
        }

        void tell(StoredMessage message) {
            if (skip > 0) {
                skip--;
            } else {
                count++;
                sink.accept(message);
            }
        }
    }

    /// One sender.
    record Client(String identity, String clientId, Transport transport) {}

    private void scan(HistoryQuery query, RunInfo run, Told told) throws SQLException {
        Map<Long, String> topics = topics(query.filter(), run);
        Map<Long, Client> clients = clients(query, run);
        Optional<long[]> range = range(query, run);
        if (range.isEmpty() || topics.isEmpty() || clients.isEmpty()) {
            return;
        }
        long next = range.get()[0];
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, at, client, topic, flags, properties, payload FROM message"
                                + " WHERE id >= ? AND id <= ? ORDER BY id LIMIT "
                                + PAGE)) {
            int read = PAGE;
            while (read == PAGE) {
                select.setLong(1, next);
                select.setLong(2, range.get()[1]);
                read = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        read++;
                        next = rows.getLong(1) + 1;
                        tell(query, run, rows, topics, clients, told);
                    }
                }
            }
        }
    }

    private static void tell(
            HistoryQuery query,
            RunInfo run,
            ResultSet row,
            Map<Long, String> topics,
            Map<Long, Client> clients,
            Told told)
            throws SQLException {
        long at = row.getLong(2);
        Client client = clients.get(row.getLong(3));
        String topic = topics.get(row.getLong(4));
        boolean wanted = at >= query.fromNanos() && at < query.toNanos();
        if (!wanted || client == null || topic == null) {
            return;
        }
        int flags = row.getInt(5);
        String properties = row.getString(6);
        told.tell(
                new StoredMessage(
                        row.getLong(1),
                        run.name(),
                        new HistoryMessage(
                                at,
                                HistoryMessage.fromLab(flags),
                                client.identity(),
                                client.clientId(),
                                client.transport(),
                                topic,
                                HistoryMessage.qos(flags),
                                HistoryMessage.retained(flags),
                                properties == null ? "" : properties,
                                row.getBytes(7))));
    }

    private Map<Long, String> topics(Optional<TopicFilter> filter, RunInfo run)
            throws SQLException {
        Map<Long, String> topics = new HashMap<>();
        read(
                "SELECT id, name FROM topic WHERE id >= ? AND id < ?",
                run,
                row -> {
                    String name = row.getString(2);
                    if (filter.map(wanted -> wanted.matches(name)).orElse(true)) {
                        topics.put(row.getLong(1), name);
                    }
                });
        return topics;
    }

    private Map<Long, Client> clients(HistoryQuery query, RunInfo run) throws SQLException {
        Map<Long, Client> clients = new HashMap<>();
        read(
                "SELECT id, identity, client_id, transport FROM client WHERE id >= ? AND id < ?",
                run,
                row -> {
                    var client =
                            new Client(
                                    row.getString(2),
                                    row.getString(3),
                                    Transport.valueOf(row.getString(4)));
                    if (query.identity().map(client.identity()::equals).orElse(true)
                            && query.transport().map(t -> t == client.transport()).orElse(true)) {
                        clients.put(row.getLong(1), client);
                    }
                });
        return clients;
    }

    /// The first and the last message of the minutes asked for, as the roll-ups know them.
    private Optional<long[]> range(HistoryQuery query, RunInfo run) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT MIN(first_message), MAX(last_message) FROM rollup"
                                + " WHERE series >= ? AND series < ? AND minute >= ?"
                                + " AND minute <= ?")) {
            select.setLong(1, Ids.first(run.id()));
            select.setLong(2, Ids.end(run.id()));
            select.setLong(3, Math.floorDiv(query.fromNanos(), MINUTE_NANOS));
            select.setLong(4, Math.floorDiv(query.toNanos(), MINUTE_NANOS));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                long first = rows.getLong(1);
                return rows.wasNull()
                        ? Optional.empty()
                        : Optional.of(new long[] {first, rows.getLong(2)});
            }
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
