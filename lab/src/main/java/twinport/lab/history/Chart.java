// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A series drawn: as many points as there are pixels, each with the extremes of its stretch, so
/// that no peak is lost.
///
/// Wide stretches are read from the roll-ups, narrow ones from the numbers themselves, of which the
/// roll-ups say where they stand.
///
/// @param path where the numbers stand in the JSON; null for the lengths of the payloads
/// @param pixels at most so many points; up to [#PIXELS_MAX]
public record Chart(String topic, @Nullable String path, long fromNanos, long toNanos, int pixels) {
    public static final int PIXELS_MAX = 20_000;

    private static final long MINUTE_NANOS = 60_000_000_000L;

    public Chart {
        if (toNanos <= fromNanos) {
            throw new IllegalArgumentException("a chart ends after it begins");
        }
        if (pixels < 1 || pixels > PIXELS_MAX) {
            throw new IllegalArgumentException("a chart has 1 to " + PIXELS_MAX + " pixels");
        }
    }

    /// The points that have numbers, in the order of their times, over all runs.
    public List<Point> draw(History history) throws SQLException {
        Connection connection = history.connection();
        SortedMap<Long, Rollup> stretches = new TreeMap<>();
        for (long series : series(connection)) {
            if (fromRollups()) {
                readRollups(connection, series, stretches);
            } else {
                readNumbers(connection, series, stretches);
            }
        }
        connection.commit();
        List<Point> points = new ArrayList<>(stretches.size());
        stretches.forEach((stretch, sums) -> points.add(point(stretch, sums)));
        return points;
    }

    /// Whether a stretch is at least a minute; then it is whole minutes.
    boolean fromRollups() {
        return width() >= MINUTE_NANOS;
    }

    private long width() {
        long exact = Math.max(1, Math.ceilDiv(toNanos - fromNanos, pixels));
        return exact < MINUTE_NANOS ? exact : Math.ceilDiv(exact, MINUTE_NANOS) * MINUTE_NANOS;
    }

    private long stretch(long epochNanos) {
        return Math.floorDiv(epochNanos, width());
    }

    private Point point(long stretch, Rollup sums) {
        return new Point(
                stretch * width(),
                sums.count,
                sums.min,
                sums.max,
                sums.sum / sums.count,
                sums.last);
    }

    private List<Long> series(Connection connection) throws SQLException {
        String path = path();
        String where = path == null ? "s.path IS NULL" : "s.path = ?";
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT s.id FROM series s JOIN topic t ON t.id = s.topic"
                                + " WHERE t.name = ? AND "
                                + where
                                + " ORDER BY s.id")) {
            select.setString(1, topic);
            if (path != null) {
                select.setString(2, path);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        return ids;
    }

    private void readRollups(Connection connection, long series, SortedMap<Long, Rollup> stretches)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT minute, count, min, max, sum, last, last_at FROM rollup"
                                + " WHERE series = ? AND minute >= ? AND minute < ?"
                                + " ORDER BY minute")) {
            select.setLong(1, series);
            select.setLong(2, Math.floorDiv(fromNanos, MINUTE_NANOS));
            select.setLong(3, Math.ceilDiv(toNanos, MINUTE_NANOS));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long stretch = stretch(rows.getLong(1) * MINUTE_NANOS);
                    stretches
                            .computeIfAbsent(stretch, _ -> new Rollup())
                            .add(
                                    rows.getLong(2),
                                    rows.getDouble(3),
                                    rows.getDouble(4),
                                    rows.getDouble(5),
                                    rows.getDouble(6),
                                    rows.getLong(7));
                }
            }
        }
    }

    private void readNumbers(Connection connection, long series, SortedMap<Long, Rollup> stretches)
            throws SQLException {
        long[] range = messages(connection, series);
        if (range.length == 0) {
            return;
        }
        String select =
                path() == null
                        ? "SELECT m.at, LENGTH(m.payload) FROM message m JOIN series s"
                                + " ON s.topic = m.topic AND s.id = ?"
                                + " WHERE m.id >= ? AND m.id <= ? ORDER BY m.id"
                        : "SELECT v.at, v.number FROM value v WHERE v.series = ?"
                                + " AND v.id >= ? AND v.id <= ? ORDER BY v.id";
        boolean numbers = path() != null;
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setLong(1, series);
            statement.setLong(2, numbers ? Ids.firstValue(range[0]) : range[0]);
            statement.setLong(3, numbers ? Ids.firstValue(range[1] + 1) - 1 : range[1]);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long at = rows.getLong(1);
                    if (at >= fromNanos && at < toNanos) {
                        stretches
                                .computeIfAbsent(stretch(at), _ -> new Rollup())
                                .add(rows.getDouble(2), at, 0);
                    }
                }
            }
        }
    }

    /// First and last message of the minutes that the chart touches; none without any.
    private long[] messages(Connection connection, long series) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT MIN(first_message), MAX(last_message) FROM rollup"
                                + " WHERE series = ? AND minute >= ? AND minute <= ?")) {
            select.setLong(1, series);
            select.setLong(2, Math.floorDiv(fromNanos, MINUTE_NANOS));
            select.setLong(3, Math.floorDiv(toNanos, MINUTE_NANOS));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                long first = rows.getLong(1);
                return rows.wasNull() ? new long[0] : new long[] {first, rows.getLong(2)};
            }
        }
    }
}
