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
    static final int TOPICS_MAX = 500_000;

    /// Clients of one run; messages of further ones are not kept but counted as lost.
    static final int CLIENTS_MAX = 100_000;

    /// All names of topics and clients together.
    static final long CHARS_MAX = 64L << 20;

    /// Paths of one topic that become series; numbers at others stay in the payloads only.
    static final int PATHS_MAX = 256;

    /// Paths of one run that become series.
    static final int SERIES_MAX = 500_000;

    /// No id: a bound is reached, or no database takes this name.
    static final long NONE = -1;

    private record Client(String identity, String clientId, String transport) {}

    /// A topic and the series of its numbers by their paths.
    static final class Topic {
        final long id;
        private final Map<String, Long> series = new HashMap<>(4);
        private long lengths = NONE;

        private Topic(long id) {
            this.id = id;
        }

        /// The series of the payloads' lengths.
        long lengths() {
            return lengths;
        }
    }

    private final Connection connection;
    private final long run;
    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<Client, Long> clients = new HashMap<>();
    private long nextTopic;
    private long nextClient;
    private long nextSeries;
    private int paths;
    private long chars;

    private RunNames(Connection connection, long run) {
        this.connection = connection;
        this.run = run;
    }

    static RunNames load(Connection connection, long run) throws SQLException {
        RunNames names = new RunNames(connection, run);
        Map<Long, Topic> byId = new HashMap<>();
        names.nextTopic =
                names.read("SELECT id, name FROM topic", row -> names.readTopic(row, byId));
        names.nextClient =
                names.read(
                        "SELECT id, identity, client_id, transport FROM client", names::readClient);
        names.nextSeries =
                names.read(
                        "SELECT id, topic, path FROM series", row -> names.readSeries(row, byId));
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

    private void readTopic(ResultSet row, Map<Long, Topic> byId) throws SQLException {
        Topic topic = new Topic(row.getLong(1));
        topics.put(row.getString(2), topic);
        byId.put(topic.id, topic);
        chars += row.getString(2).length();
    }

    private void readClient(ResultSet row) throws SQLException {
        Client client = new Client(row.getString(2), row.getString(3), row.getString(4));
        clients.put(client, row.getLong(1));
        chars += client.identity().length() + client.clientId().length();
    }

    private void readSeries(ResultSet row, Map<Long, Topic> byId) throws SQLException {
        Topic topic = byId.get(row.getLong(2));
        String path = row.getString(3);
        if (topic == null) {
            return;
        }
        if (path == null) {
            topic.lengths = row.getLong(1);
        } else {
            topic.series.put(path, row.getLong(1));
            paths++;
        }
    }

    /// The topic of a name; null when there are too many.
    @Nullable Topic topic(String text) throws SQLException {
        Topic known = topics.get(text);
        if (known != null) {
            return known;
        }
        String name = Texts.fitting(text);
        if (!name.equals(text)) {
            return topic(name);
        }
        if (topics.size() >= TOPICS_MAX || chars + name.length() > CHARS_MAX) {
            return null;
        }
        Topic topic = new Topic(nextTopic++);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO topic (id, name) VALUES (?, ?)")) {
            insert.setLong(1, topic.id);
            insert.setString(2, name);
            insert.executeUpdate();
        }
        topic.lengths = addSeries(topic.id, null);
        topics.put(name, topic);
        chars += name.length();
        return topic;
    }

    /// The id of a message's sender; [#NONE] when there are too many.
    long client(HistoryMessage message) throws SQLException {
        Client client =
                new Client(
                        Texts.fitting(message.identity()),
                        Texts.fitting(message.clientId()),
                        message.transport().name());
        Long known = clients.get(client);
        if (known != null) {
            return known;
        }
        int length = client.identity().length() + client.clientId().length();
        if (clients.size() >= CLIENTS_MAX || chars + length > CHARS_MAX) {
            return NONE;
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
        chars += length;
        return id;
    }

    /// The id of the series of the numbers at a path; [#NONE] when there are too many.
    long series(Topic topic, String path) throws SQLException {
        Long known = topic.series.get(path);
        if (known != null) {
            return known;
        }
        if (topic.series.size() >= PATHS_MAX || paths >= SERIES_MAX || !Texts.fits(path)) {
            return NONE;
        }
        long id = addSeries(topic.id, path);
        topic.series.put(path, id);
        paths++;
        return id;
    }

    private long addSeries(long topic, @Nullable String path) throws SQLException {
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
        return id;
    }
}
