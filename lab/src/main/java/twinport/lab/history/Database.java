// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;

/// Where a history is kept: SQLite in a file or PostgreSQL at an address. What differs between the
/// two stands in this class.
public sealed interface Database {
    /// The newest schema; schema-N.sql leads from N - 1 to N.
    int SCHEMA = 1;

    /// The address without a password, to be shown.
    String name();

    /// A connection that commits when it is told to.
    Connection connect() throws SQLException;

    /// A connection for one who mostly writes.
    Connection connectToWrite() throws SQLException;

    /// The type of an id that a table is sorted by.
    String rowId();

    /// How much room it takes, in bytes.
    long size(Connection connection) throws SQLException;

    /// Gives room that was freed back to the machine.
    void shrink(Connection connection) throws SQLException;

    /// The database of an address `jdbc:postgresql://...`, or of a SQLite file.
    static Database of(String address) throws HistoryException {
        if (address.startsWith("jdbc:postgresql:")) {
            return new PostgreSql(address);
        }
        if (address.startsWith("jdbc:")) {
            throw new HistoryException(
                    "a history can't be kept at " + withoutPassword(address),
                    "give a file for SQLite, or jdbc:postgresql://HOST/DATABASE?user=USER");
        }
        return new Sqlite(Path.of(address));
    }

    /// Opens the database and brings its schema up to date.
    ///
    /// @throws HistoryException it can't be had, or a newer version made it
    static Connection open(Database database) throws HistoryException {
        try {
            Connection connection = database.connectToWrite();
            try {
                migrate(database, connection);
                return connection;
            } catch (SQLException | HistoryException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new HistoryException(
                    "the history at " + database.name() + " can't be opened: " + e.getMessage(),
                    "is the database there, and may you write to it?",
                    e);
        }
    }

    private static void migrate(Database database, Connection connection)
            throws SQLException, HistoryException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            int version = 0;
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
                version = rows.next() ? rows.getInt(1) : 0;
            }
            if (version > SCHEMA) {
                throw new HistoryException(
                        "the history at " + database.name() + " has schema " + version,
                        "this program knows schemas up to " + SCHEMA + ": use a newer one");
            }
            for (int next = version + 1; next <= SCHEMA; next++) {
                for (String step : steps(next, database.rowId())) {
                    statement.execute(step);
                }
                statement.execute("INSERT INTO schema_version (version) VALUES (" + next + ")");
            }
        }
        connection.commit();
    }

    private static String[] steps(int version, String rowId) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Database.class.getResourceAsStream(name)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            return text.replaceAll("--[^\n]*", "").replace("ROWID", rowId).strip().split(";\\s*");
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static String withoutPassword(String address) {
        return address.replaceAll("(?i)(password=)[^&]*", "$1***")
                .replaceAll("//[^/@]*@", "//***@");
    }

    /// One file, one writer; readers don't wait for it (write-ahead log).
    record Sqlite(Path file) implements Database {
        @Override
        public String name() {
            return file.toString();
        }

        /// What was committed survives the process being killed; of a power cut it may lose the
        /// last commits, and stays whole (synchronous = NORMAL,
        /// https://www.sqlite.org/pragma.html).
        @Override
        public Connection connect() throws SQLException {
            return connect("DEFERRED");
        }

        /// The lock is taken at a transaction's first statement: two writers take turns, while a
        /// reader that turns writer could only give up (SQLITE_BUSY_SNAPSHOT).
        @Override
        public Connection connectToWrite() throws SQLException {
            return connect("IMMEDIATE");
        }

        private Connection connect(String transactions) throws SQLException {
            Properties settings = new Properties();
            settings.setProperty("transaction_mode", transactions);
            settings.setProperty("auto_vacuum", "INCREMENTAL");
            settings.setProperty("journal_mode", "WAL");
            settings.setProperty("synchronous", "NORMAL");
            settings.setProperty("busy_timeout", "10000");
            settings.setProperty("wal_autocheckpoint", "8192");
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, settings);
            connection.setAutoCommit(false);
            return connection;
        }

        @Override
        public String rowId() {
            return "INTEGER";
        }

        @Override
        public long size(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT (page_count - freelist_count) * page_size FROM"
                                            + " pragma_page_count, pragma_freelist_count,"
                                            + " pragma_page_size")) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }

        @Override
        public void shrink(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA incremental_vacuum");
                connection.commit();
            }
        }
    }

    /// A server; commits are as safe as the server's `synchronous_commit` says (by default also
    /// against a power cut).
    record PostgreSql(String address) implements Database {
        @Override
        public String name() {
            return withoutPassword(address);
        }

        @Override
        public Connection connect() throws SQLException {
            Properties settings = new Properties();
            settings.setProperty("reWriteBatchedInserts", "true");
            settings.setProperty("connectTimeout", "5");
            settings.setProperty("socketTimeout", "60");
            settings.setProperty("ApplicationName", "Twinport");
            Connection connection = DriverManager.getConnection(address, settings);
            connection.setAutoCommit(false);
            return connection;
        }

        @Override
        public Connection connectToWrite() throws SQLException {
            return connect();
        }

        @Override
        public String rowId() {
            return "BIGINT";
        }

        @Override
        public long size(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery(
                                    "SELECT pg_total_relation_size('message') +"
                                            + " pg_total_relation_size('value') +"
                                            + " pg_total_relation_size('rollup')")) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }

        /// The server's own autovacuum does it; VACUUM can't run within a transaction.
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
}
