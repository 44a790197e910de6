// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// The tables and their versions: `schema-N.sql` leads from version N - 1 to N.
final class Schema {
    /// The newest one.
    static final int VERSION = 1;

    private Schema() {}

    /// Whether nothing has to be done before it is read.
    ///
    /// @throws HistoryException a newer version made it, or another program
    static boolean isCurrent(Database database, Connection connection)
            throws SQLException, HistoryException {
        boolean current =
                database.hasSchema(connection) && version(database, connection) == VERSION;
        connection.commit();
        return current;
    }

    /// Brings it up to date, all steps or none.
    static void update(Database database, Connection connection)
            throws SQLException, HistoryException {
        if (isCurrent(database, connection)) {
            return;
        }
        database.lockSchema(connection);
        try (Statement statement = connection.createStatement()) {
            if (!database.hasSchema(connection)) {
                statement.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)");
            }
            for (int next = version(database, connection) + 1; next <= VERSION; next++) {
                for (String step : steps(next, database)) {
                    statement.execute(step);
                }
                statement.execute("INSERT INTO schema_version (version) VALUES (" + next + ")");
            }
        }
        connection.commit();
    }

    private static int version(Database database, Connection connection)
            throws SQLException, HistoryException {
        int version;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT COALESCE(MAX(version), 0) FROM schema_version")) {
            version = rows.next() ? rows.getInt(1) : 0;
        }
        if (version > VERSION) {
            throw new HistoryException(
                    "the history at " + database.name() + " has schema " + version,
                    "this program knows schemas up to " + VERSION + ": use a newer one");
        }
        return version;
    }

    private static String[] steps(int version, Database database) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, name).readAllBytes(),
                            StandardCharsets.UTF_8);
            return database.translated(text.replaceAll("--[^\n]*", "")).strip().split(";\\s*");
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
