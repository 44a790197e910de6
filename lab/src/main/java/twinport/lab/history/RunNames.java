// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The topics, clients and series of one run: names that stand in the database once, and the short
/// ids that messages carry instead. What a transaction that failed had added is forgotten with
/// [#load].
final class RunNames {
    /// Topics of one run; messages of further ones are not kept but counted as lost.
    static final int TOPICS_MAX = 1_000_000;

    /// Paths of one topic that become series; numbers at others stay in the payloads only.
    static final int PATHS_MAX = 256;

    /// No id: a bound is reached.
    static final long NONE = -1;

    private record Client(String identity, String clientId, String transport) {}

    private record Series(long topic, @Nullable String path) {}

    private final Connection connection;
    private final long run;
    private final Map<String, Long> topics = new HashMap<>();
    private final Map<Client, Long> clients = new HashMap<>();
    private final Map<Series, Long> series = new HashMap<>();
    private final Map<Long, Integer> paths = new HashMap<>();
    private long nextTopic;
    private long nextClient;
    private long nextSeries;

    private RunNames(Connection connection, long run) {
        this.connection = connection;
        this.run = run;
    }

    static RunNames load(Connection connection, long run) throws SQLException {
        RunNames names = new RunNames(connection, run);
        names.nextTopic = names.read("SELECT id, name FROM topic", names::readTopic);
        names.nextClient =
                names.read(
                        "SELECT id, identity, client_id, transport FROM client", names::readClient);
        names.nextSeries = names.read("SELECT id, topic, path FROM series", names::readSeries);
        return names;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /// The answer is the next free id.
    private long read(String select, Row row) throws SQLException {
        long next = Ids.first(run);
        try (PreparedStatement statement =
                connection.prepareStatement(select + " WHERE id >= ? AND id < ? ORDER BY id")) {
            statement.setLong(1, Ids.first(run));
            statement.setLong(2, Ids.end(run));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.read(rows);
                    next = rows.getLong(1) + 1;
                }
            }
        }
        return next;
    }

    private void readTopic(ResultSet row) throws SQLException {
        topics.put(row.getString(2), row.getLong(1));
    }

    private void readClient(ResultSet row) throws SQLException {
        clients.put(
                new Client(row.getString(2), row.getString(3), row.getString(4)), row.getLong(1));
    }

    private void readSeries(ResultSet row) throws SQLException {
        series.put(new Series(row.getLong(2), row.getString(3)), row.getLong(1));
        paths.merge(row.getLong(2), 1, Integer::sum);
    }

    /// The id of a topic; [#NONE] when there are too many.
    long topic(String name) throws SQLException {
        Long known = topics.get(name);
        if (known != null) {
            return known;
        }
        if (topics.size() >= TOPICS_MAX) {
            return NONE;
        }
        long id = nextTopic++;
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO topic (id, name) VALUES (?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, name);
            insert.executeUpdate();
        }
        topics.put(name, id);
        return id;
    }

    /// The id of a message's sender.
    long client(HistoryMessage message) throws SQLException {
        Client client =
                new Client(message.identity(), message.clientId(), message.transport().name());
        Long known = clients.get(client);
        if (known != null) {
            return known;
        }
        long id = nextClient++;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO client (id, identity, client_id, transport)"
                                + " VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, client.identity());
            insert.setString(3, client.clientId());
            insert.setString(4, client.transport());
            insert.executeUpdate();
        }
        clients.put(client, id);
        return id;
    }

    /// The id of the series of payload lengths of a topic.
    long lengths(long topic) throws SQLException {
        return series(topic, null);
    }

    /// The id of the series of the numbers at a path; [#NONE] when the topic has too many.
    long series(long topic, @Nullable String path) throws SQLException {
        Series wanted = new Series(topic, path);
        Long known = series.get(wanted);
        if (known != null) {
            return known;
        }
        if (paths.merge(topic, 1, Integer::sum) > PATHS_MAX) {
            return NONE;
        }
        long id = nextSeries++;
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO series (id, topic, path) VALUES (?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setLong(2, topic);
            if (path == null) {
                insert.setNull(3, Types.VARCHAR);
            } else {
                insert.setString(3, path);
            }
            insert.executeUpdate();
        }
        series.put(wanted, id);
        return id;
    }
}
