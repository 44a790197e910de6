// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;

/// The row of a run.
final class RunRows {
    private static final int TRIES_MAX = 20;

    /// How far the writing of a run has come, as the database says.
    ///
    /// @param transactions that were committed
    /// @param messages ids that were given out
    /// @param lost messages that no row was made of
    record Position(long transactions, long messages, long lost) {
        static final Position START = new Position(0, 0, 0);
    }

    private RunRows() {}

    /// Makes the row and commits. Another writer may take the same number at the same moment; then
    /// the next is tried.
    static long begin(Connection connection, String name, String lab, long nanos)
            throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                long id = insert(connection, name, lab, nanos, OptionalLong.empty());
                connection.commit();
                return id;
            } catch (SQLException e) {
                connection.rollback();
                if (tries == TRIES_MAX || known(connection, name)) {
                    throw e;
                }
            }
        }
    }

    /// Makes the row under the next number.
    static long insert(
            Connection connection, String name, String lab, long started, OptionalLong ended)
            throws SQLException {
        try (PreparedStatement next =
                        connection.prepareStatement("SELECT COALESCE(MAX(id), 0) + 1 FROM run");
                ResultSet rows = next.executeQuery();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO run (id, name, lab, started, ended, written,"
                                        + " messages, pruned, lost)"
                                        + " VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0)")) {
            long id = rows.next() ? rows.getLong(1) : 1;
            insert.setLong(1, id);
            insert.setString(2, name);
            insert.setString(3, lab);
            insert.setLong(4, started);
            if (ended.isPresent()) {
                insert.setLong(5, ended.getAsLong());
            } else {
                insert.setNull(5, Types.BIGINT);
            }
            insert.executeUpdate();
            return id;
        }
    }

    /// Whether there is a run of this name.
    static boolean known(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM run WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /// Takes the row for this transaction; waits for one that holds it still, be it of a connection
    /// that has died since.
    static void hold(Connection connection, long run) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE run SET written = written WHERE id = ?")) {
            update.setLong(1, run);
            update.executeUpdate();
        }
    }

    /// @throws SQLException there is no such run any more
    static Position position(Connection connection, long run) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT written, messages, lost FROM run WHERE id = ?")) {
            select.setLong(1, run);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("run " + run + " is no longer in the database");
                }
                return new Position(rows.getLong(1), rows.getLong(2), rows.getLong(3));
            }
        }
    }

    /// Counts one more transaction, as the first thing in it.
    ///
    /// @throws SQLException the run is not where we left it: somebody else writes it or removed it
    static void claim(Connection connection, long run, Position before) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE run SET written = written + 1 WHERE id = ? AND written = ?")) {
            update.setLong(1, run);
            update.setLong(2, before.transactions());
            if (update.executeUpdate() != 1) {
                throw new SQLException("run " + run + " was removed or is written by another");
            }
        }
    }

    static void count(Connection connection, long run, long messages, long lost)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE run SET messages = ?, lost = ? WHERE id = ?")) {
            update.setLong(1, messages);
            update.setLong(2, lost);
            update.setLong(3, run);
            update.executeUpdate();
        }
    }

    /// Notes the end and commits.
    static void end(Connection connection, long run, long nanos) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE run SET ended = ? WHERE id = ?")) {
            update.setLong(1, nanos);
            update.setLong(2, run);
            update.executeUpdate();
        }
        connection.commit();
    }
}
