// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/// Where a history is kept: SQLite in a file or PostgreSQL at an address. What differs between the
/// two stands in the classes that implement this.
public sealed interface Database permits Sqlite, PostgreSql {
    /// The address without a password, to be shown.
    String name();

    /// A connection that commits when it is told to.
    Connection connect() throws SQLException;

    /// Whether there is something to be read.
    boolean exists();

    /// Makes what a connection needs, for the owner only.
    void create() throws SQLException;

    /// The schema's text in the words of this database.
    String translated(String schema);

    /// Waits until nobody else changes the schema; until the transaction ends.
    void lockSchema(Connection connection) throws SQLException;

    /// Whether a history was ever begun here.
    ///
    /// @throws HistoryException another program's database
    boolean hasSchema(Connection connection) throws SQLException, HistoryException;

    /// How much room the rows take, in bytes.
    long size(Connection connection) throws SQLException;

    /// Gives room that was freed back, to the machine or to the rows to come.
    void shrink(Connection connection) throws SQLException;

    /// The database of an address `jdbc:postgresql://...`, or of a SQLite file.
    static Database of(String address) throws HistoryException {
        if (address.startsWith("jdbc:postgresql:")) {
            return new PostgreSql(address);
        }
        if (address.startsWith("jdbc:") || address.contains("://")) {
            throw new HistoryException(
                    "a history can't be kept at " + withoutPassword(address),
                    "give a file for SQLite, or jdbc:postgresql://HOST/DATABASE?user=USER");
        }
        return new Sqlite(Path.of(address));
    }

    /// Opens the database to write and brings its schema up to date.
    ///
    /// @throws HistoryException it can't be had, or a newer version made it
    static Connection open(Database database) throws HistoryException {
        try {
            database.create();
            Connection connection = database.connect();
            try {
                Schema.update(database, connection);
                return connection;
            } catch (SQLException | HistoryException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new HistoryException(
                    "the history at " + database.name() + " can't be opened: " + words(e),
                    "is the database there, and may you write to it?",
                    e);
        }
    }

    /// Opens a database to read. One of an older version is brought up to date first.
    ///
    /// @throws HistoryException there is none, or it can't be read
    static Connection openToRead(Database database) throws HistoryException {
        if (!database.exists()) {
            throw new HistoryException(
                    "there is no history at " + database.name(),
                    "name the data folder or the database of a lab that ran");
        }
        try {
            Connection connection = database.connect();
            try {
                if (Schema.isCurrent(database, connection)) {
                    return connection;
                }
            } catch (SQLException | HistoryException | RuntimeException e) {
                connection.close();
                throw e;
            }
            connection.close();
            open(database).close();
            return database.connect();
        } catch (SQLException e) {
            throw new HistoryException(
                    "the history at " + database.name() + " can't be read: " + words(e),
                    "is the database there, and is it a history?",
                    e);
        }
    }

    private static String words(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    static String withoutPassword(String address) {
        return address.replaceAll("(?i)(password=)[^&]*", "$1***")
                .replaceAll("//[^/@]*@", "//***@");
    }
}
