// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import twinport.pki.PrivateFiles;

/// One file, one writer; readers don't wait for it (write-ahead log). Its `-wal` and `-shm` files
/// get the mode of the file itself.
record Sqlite(Path file) implements Database {
    private static final String BUSY_MILLIS = "10000";

    /// Negative is SQLite's way to say KiB, not pages.
    private static final String CACHE_KIBIBYTES = "-16384";

    /// "Twin", in the file's header.
    private static final int APPLICATION = 0x5477_696e;

    /// In the log before it is copied into the file, in pages of 4 KiB.
    private static final String CHECKPOINT_PAGES = "8192";

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public boolean exists() {
        return Files.isRegularFile(file);
    }

    /// The log's kind stays with the file; that room can be given back must be said before anything
    /// else is written.
    @Override
    public void create() throws SQLException {
        try {
            PrivateFiles.create(file);
            if (Files.size(file) > 0) {
                return;
            }
        } catch (IOException e) {
            throw new SQLException("the file can't be made: " + e.getMessage(), e);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        }
    }

    /// What was committed survives the process being killed; of a power cut it may lose the last
    /// commits, and stays whole (synchronous = NORMAL, https://www.sqlite.org/pragma.html).
    ///
    /// A transaction takes the file's one lock for writing with the first statement that writes,
    /// and waits for it. Whoever writes does so first of all: a reader that turns writer could only
    /// give up (SQLITE_BUSY_SNAPSHOT). The driver's IMMEDIATE is no help, it would hold the lock
    /// while nothing is done.
    @Override
    public Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("synchronous", "NORMAL");
        settings.setProperty("busy_timeout", BUSY_MILLIS);
        settings.setProperty("wal_autocheckpoint", CHECKPOINT_PAGES);
        settings.setProperty("cache_size", CACHE_KIBIBYTES);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, settings);
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public String translated(String schema) {
        return schema.replace("ROWID", "INTEGER").replace("CLUSTERED", "WITHOUT ROWID");
    }

    /// Marks the file as ours, which is a write.
    @Override
    public void lockSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION);
        }
    }

    @Override
    public boolean hasSchema(Connection connection) throws SQLException, HistoryException {
        long ours =
                number(
                        connection,
                        "SELECT COUNT(*) FROM sqlite_master WHERE name = 'schema_version'");
        if (ours == 0 && number(connection, "SELECT COUNT(*) FROM sqlite_master") > 0) {
            throw new HistoryException(
                    file + " is a database of another program", "name another file");
        }
        return ours > 0;
    }

    @Override
    public long size(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count,"
                        + " pragma_freelist_count, pragma_page_size");
    }

    private static long number(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /// Cuts free pages off the end of the file. The pragma frees one page a step, and of the
    /// driver's calls only an update takes all steps.
    @Override
    public void shrink(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA incremental_vacuum");
            connection.commit();
            connection.setAutoCommit(true);
            try {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            } finally {
                connection.setAutoCommit(false);
            }
        }
    }
}
