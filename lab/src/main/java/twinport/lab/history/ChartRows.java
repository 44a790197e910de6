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

/// Reads the rows of a chart, one series after the other with the same statements.
final class ChartRows implements AutoCloseable {
    private static final String ROLLUPS =
            "SELECT minute, count, min, max, sum, last, last_at FROM rollup"
                    + " WHERE series = ? AND minute >= ? AND minute < ? ORDER BY minute";
    private static final String RANGE =
            "SELECT MIN(first_message), MAX(last_message) FROM rollup"
                    + " WHERE series = ? AND minute >= ? AND minute <= ?";
    private static final String LENGTHS =
            "SELECT m.at, LENGTH(m.payload) FROM message m JOIN series s"
                    + " ON s.topic = m.topic AND s.id = ?"
                    + " WHERE m.id >= ? AND m.id <= ? ORDER BY m.id";
    private static final String NUMBERS =
            "SELECT v.at, v.number FROM value v WHERE v.series = ?"
                    + " AND v.id >= ? AND v.id <= ? ORDER BY v.id";

    private final Connection connection;
    private final Chart chart;
    private @Nullable PreparedStatement rollups;
    private @Nullable PreparedStatement range;
    private @Nullable PreparedStatement numbers;

    ChartRows(Connection connection, Chart chart) {
        this.connection = connection;
        this.chart = chart;
    }

    /// Several series as one.
    List<Point> draw(List<Long> ids, long width) throws SQLException {
        SortedMap<Long, Rollup> stretches = new TreeMap<>();
        for (long series : ids) {
            if (width >= Rollup.MINUTE_NANOS) {
                readRollups(series, width, stretches);
            } else {
                readNumbers(series, width, stretches);
            }
        }
        List<Point> points = new ArrayList<>(stretches.size());
        for (var stretch : stretches.entrySet()) {
            Rollup sums = stretch.getValue();
            points.add(
                    new Point(
                            stretch.getKey() * width,
                            sums.count,
                            sums.min,
                            sums.max,
                            sums.sum / sums.count,
                            sums.last));
        }
        return points;
    }

    private void readRollups(long series, long width, SortedMap<Long, Rollup> stretches)
            throws SQLException {
        PreparedStatement select = rollups;
        if (select == null) {
            select = connection.prepareStatement(ROLLUPS);
            rollups = select;
        }
        select.setLong(1, series);
        select.setLong(2, Rollup.minute(chart.fromNanos()));
        select.setLong(3, Math.ceilDiv(chart.toNanos(), Rollup.MINUTE_NANOS));
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long stretch = Math.floorDiv(rows.getLong(1) * Rollup.MINUTE_NANOS, width);
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

    private void readNumbers(long series, long width, SortedMap<Long, Rollup> stretches)
            throws SQLException {
        boolean values = chart.path() != null;
        PreparedStatement select = numbers;
        if (select == null) {
            select = connection.prepareStatement(values ? NUMBERS : LENGTHS);
            numbers = select;
        }
        long[] messages = messages(series);
        select.setLong(1, series);
        select.setLong(2, values ? Ids.firstValue(messages[0]) : messages[0]);
        select.setLong(3, values ? Ids.firstValue(messages[1] + 1) - 1 : messages[1]);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long at = rows.getLong(1);
                if (at >= chart.fromNanos() && at < chart.toNanos()) {
                    stretches
                            .computeIfAbsent(Math.floorDiv(at, width), _ -> new Rollup())
                            .add(rows.getDouble(2), at, 0);
                }
            }
        }
    }

    /// First and last message of the minutes that the chart touches; the last is before the first
    /// without any.
    long[] messages(long series) throws SQLException {
        PreparedStatement select = range;
        if (select == null) {
            select = connection.prepareStatement(RANGE);
            range = select;
        }
        select.setLong(1, series);
        select.setLong(2, Rollup.minute(chart.fromNanos()));
        select.setLong(3, Rollup.minute(chart.toNanos()));
        try (ResultSet rows = select.executeQuery()) {
            rows.next();
            long first = rows.getLong(1);
            return new long[] {first, rows.wasNull() ? first - 1 : rows.getLong(2)};
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement :
                new @Nullable PreparedStatement[] {rollups, range, numbers}) {
            if (statement != null) {
                statement.close();
            }
        }
    }
}
