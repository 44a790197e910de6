// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/// A server; commits are as safe as the server's `synchronous_commit` says (by default also against
/// a power cut).
record PostgreSql(String address) implements Database {
    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "60";

    /// "Twin": whoever changes the schema holds this advisory lock.
    private static final long SCHEMA_LOCK = 0x5477_696e;

    /// What a row costs beside its payload, in bytes: header, item pointer, numbers, its place in
    /// the primary key's index.
    private static final int MESSAGE_BYTES = 100;

    private static final int VALUE_BYTES = 80;
    private static final int ROLLUP_BYTES = 160;

    @Override
    public String name() {
        return Database.withoutPassword(address);
    }

    @Override
    public boolean exists() {
        return true; // a connection will tell
    }

    @Override
    public void create() {}

    @Override
    public Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("reWriteBatchedInserts", "true");
        settings.setProperty("connectTimeout", CONNECT_SECONDS);
        settings.setProperty("socketTimeout", ANSWER_SECONDS);
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("ApplicationName", "Twinport");
        Connection connection = DriverManager.getConnection(address, settings);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public String translated(String schema) {
        return schema.replace("ROWID", "BIGINT").replace("CLUSTERED", "");
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")");
        }
    }

    @Override
    public boolean hasSchema(Connection connection) throws SQLException {
        return number(
                        connection,
                        "SELECT COUNT(*) FROM pg_catalog.pg_class"
                                + " WHERE oid = to_regclass('schema_version')")
                > 0;
    }

    /// Reckoned from the roll-ups: a table's own size does not shrink when rows go, so it can't say
    /// how many have to.
    @Override
    public long size(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT CAST(COALESCE(SUM(CASE WHEN s.path IS NULL THEN r.sum + r.count * "
                        + MESSAGE_BYTES
                        + " ELSE r.count * "
                        + VALUE_BYTES
                        + " END) + COUNT(*) * "
                        + ROLLUP_BYTES
                        + ", 0) AS BIGINT) FROM rollup r JOIN series s ON s.id = r.series");
    }

    private static long number(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// The server keeps the files and fills them again. VACUUM can't run within a transaction.
    @Override
    public void shrink(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM message, value, rollup");
        } finally {
            connection.setAutoCommit(false);
        }
    }
}
