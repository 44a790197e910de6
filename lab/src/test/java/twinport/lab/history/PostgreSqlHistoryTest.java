// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgreSqlHistoryTest extends HistoryContract {
    private static @Nullable PostgreSqlServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                PostgreSqlServer.programs().isPresent(),
                "PostgreSQL is not installed: the history is tested on SQLite only");
        server = PostgreSqlServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    Database emptyDatabase() throws Exception {
        var database = new Database.PostgreSql(java.util.Objects.requireNonNull(server).address());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE");
            statement.execute("CREATE SCHEMA public");
            connection.commit();
        }
        return database;
    }
}
