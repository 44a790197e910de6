// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Removes the oldest messages. Always whole minutes, so that every roll-up that stays still says
/// what its rows say.
public final class Retention {
    /// Rows of one transaction: a lab that writes into the same file waits for its end.
    private static final long STEP_MESSAGES = 50_000;

    /// Sizes are reckoned and then measured; so often it is tried again.
    private static final int ROUNDS_MAX = 6;

    /// About what a row takes beside a payload; only relations matter.
    private static final int MESSAGE_BYTES = 60;

    private static final int VALUE_BYTES = 30;
    private static final int ROLLUP_BYTES = 90;

    /// What was removed, or would be.
    ///
    /// @param before nothing older is left, in nanoseconds since 1970; empty when all stays
    /// @param messages that are gone
    /// @param bytes what the rows take now; in a trial as it was
    public record Removed(OptionalLong before, long messages, long bytes) {}

    private record Minute(long minute, long messages, double weight) {}

    private final Database database;
    private final OptionalLong beforeNanos;
    private final OptionalLong maxBytes;

    /// @param beforeNanos what is older goes
    /// @param maxBytes the oldest goes until the rest takes no more
    public Retention(Database database, OptionalLong beforeNanos, OptionalLong maxBytes) {
        this.database = database;
        this.beforeNanos = beforeNanos;
        this.maxBytes = maxBytes;
    }

    /// Says what [#prune] would remove.
    public Removed trial() throws SQLException, HistoryException {
        try (Connection connection = Database.openToRead(database)) {
            long size = database.size(connection);
            List<Minute> minutes = minutes(connection);
            connection.commit();
            long end = Math.max(byAge(), bySize(minutes, size));
            long messages =
                    minutes.stream()
                            .filter(minute -> minute.minute() < end)
                            .mapToLong(Minute::messages)
                            .sum();
            return new Removed(told(end), messages, size);
        }
    }

    /// Removes, and gives the room back as far as the database can.
    public Removed prune() throws SQLException, HistoryException {
        if (!database.exists()) {
            trial(); // says so
        }
        try (Connection connection = Database.open(database)) {
            long end = byAge();
            long gone = remove(connection, end);
            for (int round = 0; round < ROUNDS_MAX && maxBytes.isPresent(); round++) {
                List<Minute> minutes = minutes(connection);
                long next = bySize(minutes, database.size(connection));
                connection.commit();
                if (next == Long.MIN_VALUE) {
                    break;
                }
                gone += remove(connection, next);
                end = Math.max(end, next);
            }
            database.shrink(connection);
            long size = database.size(connection);
            connection.commit();
            return new Removed(told(end), gone, size);
        }
    }

    private static OptionalLong told(long minute) {
        return minute == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(minute * Rollup.MINUTE_NANOS);
    }

    /// The first minute that stays.
    private long byAge() {
        return beforeNanos.isPresent() ? Rollup.minute(beforeNanos.getAsLong()) : Long.MIN_VALUE;
    }

    private long bySize(List<Minute> minutes, long size) {
        if (maxBytes.isEmpty() || size <= maxBytes.getAsLong()) {
            return Long.MIN_VALUE;
        }
        double all = minutes.stream().mapToDouble(Minute::weight).sum();
        double keep = all * maxBytes.getAsLong() / size;
        for (Minute minute : minutes) {
            all -= minute.weight();
            if (all <= keep) {
                return minute.minute() + 1;
            }
        }
        return Long.MIN_VALUE;
    }

    private static List<Minute> minutes(Connection connection) throws SQLException {
        return minutes(connection, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static List<Minute> minutes(Connection connection, long first, long end)
            throws SQLException {
        List<Minute> minutes = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT r.minute, SUM(CASE WHEN s.path IS NULL THEN r.count ELSE 0 END),"
                                + " SUM(CASE WHEN s.path IS NULL THEN r.sum + r.count * "
                                + MESSAGE_BYTES
                                + " ELSE r.count * "
                                + VALUE_BYTES
                                + " END) + COUNT(*) * "
                                + ROLLUP_BYTES
                                + " FROM rollup r JOIN series s ON s.id = r.series"
                                + " WHERE r.series >= ? AND r.series < ?"
                                + " GROUP BY r.minute ORDER BY r.minute")) {
            select.setLong(1, first);
            select.setLong(2, end);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    minutes.add(new Minute(rows.getLong(1), rows.getLong(2), rows.getDouble(3)));
                }
            }
        }
        return minutes;
    }

    private static long remove(Connection connection, long end) throws SQLException {
        if (end == Long.MIN_VALUE) {
            return 0;
        }
        List<Long> runs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM run");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                runs.add(rows.getLong(1));
            }
        }
        connection.commit();
        long gone = 0;
        for (long run : runs) {
            List<Minute> minutes = minutes(connection, Ids.first(run), Ids.end(run));
            connection.commit();
            gone += removeOf(connection, run, minutes, end);
        }
        return gone;
    }

    private static long removeOf(Connection connection, long run, List<Minute> minutes, long end)
            throws SQLException {
        long gone = 0;
        long step = 0;
        for (Minute minute : minutes) {
            if (minute.minute() < end) {
                step += minute.messages();
                if (step >= STEP_MESSAGES) {
                    gone += removeStep(connection, run, minute.minute() + 1);
                    step = 0;
                }
            }
        }
        gone += removeStep(connection, run, end);
        return gone;
    }

    /// Everything of a run before a minute, in one transaction.
    private static long removeStep(Connection connection, long run, long minute)
            throws SQLException {
        RunRows.hold(connection, run); // its writer waits, so that no roll-up is half ours
        long nanos = Math.multiplyExact(minute, Rollup.MINUTE_NANOS);
        long last = lastMessage(connection, run, minute);
        long gone =
                change(
                        connection,
                        "DELETE FROM message WHERE id >= ? AND id <= ? AND at < ?",
                        Ids.first(run),
                        last,
                        nanos);
        change(
                connection,
                "DELETE FROM value WHERE id >= ? AND id < ? AND at < ?",
                Ids.firstValue(Ids.first(run)),
                Ids.firstValue(last + 1),
                nanos);
        change(
                connection,
                "DELETE FROM rollup WHERE series >= ? AND series < ? AND minute < ?",
                Ids.first(run),
                Ids.end(run),
                minute);
        change(connection, "DELETE FROM gap WHERE run = ? AND to_at < ?", run, nanos);
        change(connection, "UPDATE run SET pruned = pruned + ? WHERE id = ?", gone, run);
        if (change(
                        connection,
                        "DELETE FROM run WHERE id = ? AND ended < ? AND messages = pruned",
                        run,
                        nanos)
                > 0) {
            for (String table : List.of("topic", "client", "series")) {
                String delete = "DELETE FROM " + table + " WHERE id >= ? AND id < ?";
                change(connection, delete, Ids.first(run), Ids.end(run));
            }
            change(connection, "DELETE FROM gap WHERE run = ?", run);
        }
        connection.commit();
        return gone;
    }

    private static long lastMessage(Connection connection, long run, long minute)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT COALESCE(MAX(last_message), ?) FROM rollup"
                                + " WHERE series >= ? AND series < ? AND minute < ?")) {
            select.setLong(1, Ids.first(run) - 1);
            select.setLong(2, Ids.first(run));
            select.setLong(3, Ids.end(run));
            select.setLong(4, minute);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Ids.first(run) - 1;
            }
        }
    }

    private static long change(Connection connection, String text, long... numbers)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            for (int i = 0; i < numbers.length; i++) {
                statement.setLong(i + 1, numbers[i]);
            }
            return statement.executeUpdate();
        }
    }
}
