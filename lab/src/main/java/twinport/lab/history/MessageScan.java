// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import twinport.lab.Transport;

/// The messages of one run that a query asks for, read in the order of their ids: the roll-ups say
/// from which to which.
final class MessageScan {
    /// Rows of one transaction: a reader that takes its time must not hold up the writer's
    /// checkpoints.
    private static final int PAGE = 5_000;

    /// Rows that a driver may hold at once.
    private static final int FETCH = 200;

    private record Client(String identity, String clientId, Transport transport) {}

    private final Connection connection;
    private final HistoryQuery query;
    private final RunInfo run;
    private final Map<Long, String> topics = new HashMap<>();
    private final Map<Long, Client> clients = new HashMap<>();
    private long first;
    private long last;

    private MessageScan(Connection connection, HistoryQuery query, RunInfo run) {
        this.connection = connection;
        this.query = query;
        this.run = run;
    }

    static MessageScan of(Connection connection, HistoryQuery query, RunInfo run)
            throws SQLException {
        MessageScan scan = new MessageScan(connection, query, run);
        scan.read("SELECT id, name FROM topic", scan::readTopic);
        scan.read("SELECT id, identity, client_id, transport FROM client", scan::readClient);
        scan.readRange();
        return scan;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void read(String select, Row row) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(select + " WHERE id >= ? AND id < ?")) {
            statement.setLong(1, Ids.first(run.id()));
            statement.setLong(2, Ids.end(run.id()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                }
            }
        }
    }

    private void readTopic(ResultSet row) throws SQLException {
        String name = row.getString(2);
        if (query.wants(name)) {
            topics.put(row.getLong(1), name);
        }
    }

    private void readClient(ResultSet row) throws SQLException {
        Transport transport = Transport.valueOf(row.getString(4));
        Client client = new Client(row.getString(2), row.getString(3), transport);
        if (query.identity().map(client.identity()::equals).orElse(true)
                && query.transport().map(side -> side == transport).orElse(true)) {
            clients.put(row.getLong(1), client);
        }
    }

    /// The first and the last message of the minutes asked for. A clock that was set back makes the
    /// range wider, not wrong.
    private void readRange() throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT MIN(first_message), MAX(last_message) FROM rollup"
                                + " WHERE series >= ? AND series < ? AND minute >= ?"
                                + " AND minute <= ?")) {
            select.setLong(1, Ids.first(run.id()));
            select.setLong(2, Ids.end(run.id()));
            select.setLong(3, Rollup.minute(query.fromNanos()));
            select.setLong(4, Rollup.minute(query.toNanos()));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                first = rows.getLong(1);
                last = rows.wasNull() ? first - 1 : rows.getLong(2);
            }
        }
    }

    private boolean isEmpty() {
        return topics.isEmpty() || clients.isEmpty() || last < first;
    }

    private boolean wants(ResultSet row) throws SQLException {
        long at = row.getLong(2);
        return at >= query.fromNanos()
                && at < query.toNanos()
                && clients.containsKey(row.getLong(3))
                && topics.containsKey(row.getLong(4));
    }

    /// Passes over all but the last ones, reading backwards and without payloads.
    ///
    /// @return how many are left; at most as many as asked for
    long keepLast(long count) throws SQLException {
        if (isEmpty()) {
            return 0;
        }
        long found = 0;
        long before = last;
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, at, client, topic FROM message WHERE id >= ? AND id <= ?"
                                + " ORDER BY id DESC LIMIT "
                                + PAGE)) {
            int read = PAGE;
            while (read == PAGE) {
                select.setLong(1, first);
                select.setLong(2, before);
                read = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        read++;
                        before = rows.getLong(1) - 1;
                        if (wants(rows) && ++found == count) {
                            first = rows.getLong(1);
                            return found;
                        }
                    }
                }
                connection.commit();
            }
        }
        return found;
    }

    /// Passes over those up to this id.
    void keepAfter(long id) {
        first = Math.max(first, id + 1);
    }

    /// @return how many the sink was told
    long tell(Consumer<? super StoredMessage> sink) throws SQLException {
        return tell(sink, Long.MAX_VALUE);
    }

    /// As above, but at most so many.
    long tell(Consumer<? super StoredMessage> sink, long most) throws SQLException {
        if (isEmpty()) {
            return 0;
        }
        long told = 0;
        long next = first;
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT id, at, client, topic, flags, properties, payload FROM message"
                                + " WHERE id >= ? AND id <= ? ORDER BY id LIMIT "
                                + PAGE)) {
            select.setFetchSize(FETCH);
            int read = PAGE;
            while (read == PAGE && told < most) {
                select.setLong(1, next);
                select.setLong(2, last);
                read = 0;
                try (ResultSet rows = select.executeQuery()) {
                    while (told < most && rows.next()) {
                        read++;
                        next = rows.getLong(1) + 1;
                        if (wants(rows)) {
                            told++;
                            sink.accept(message(rows));
                        }
                    }
                }
                connection.commit();
            }
        }
        return told;
    }

    private StoredMessage message(ResultSet row) throws SQLException {
        Client client = clients.get(row.getLong(3));
        String topic = topics.get(row.getLong(4));
        if (client == null || topic == null) {
            throw new SQLException("message " + row.getLong(1) + " has no client or no topic");
        }
        int flags = row.getInt(5);
        String properties = row.getString(6);
        return new StoredMessage(
                row.getLong(1),
                run.name(),
                new HistoryMessage(
                        row.getLong(2),
                        HistoryMessage.fromLab(flags),
                        client.identity(),
                        client.clientId(),
                        client.transport(),
                        topic,
                        HistoryMessage.qos(flags),
                        HistoryMessage.retained(flags),
                        properties == null ? "" : properties,
                        row.getBytes(7)));
    }
}
