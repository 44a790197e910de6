// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The row of a run.
final class RunRows {
    private static final int TRIES_MAX = 20;

    private RunRows() {}

    /// Another writer may take the same number at the same moment; then the next is tried.
    static long begin(Connection connection, String name, String lab, long nanos)
            throws SQLException {
        for (int tries = 1; ; tries++) {
            try (PreparedStatement next =
                            connection.prepareStatement(
                                    "SELECT COALESCE(MAX(id), 0) + 1 FROM run");
                    ResultSet rows = next.executeQuery();
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO run (id, name, lab, started, messages, lost)"
                                            + " VALUES (?, ?, ?, ?, 0, 0)")) {
                long id = rows.next() ? rows.getLong(1) : 1;
                insert.setLong(1, id);
                insert.setString(2, name);
                insert.setString(3, lab);
                insert.setLong(4, nanos);
                insert.executeUpdate();
                connection.commit();
                return id;
            } catch (SQLException e) {
                connection.rollback();
                if (tries == TRIES_MAX) {
                    throw e;
                }
            }
        }
    }

    static long messages(Connection connection, long run) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT messages FROM run WHERE id = ?")) {
            select.setLong(1, run);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

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
