// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A series drawn: as many points as there are pixels, each with the extremes of its stretch, so
/// that no peak is lost.
///
/// Wide stretches are read from the roll-ups, narrow ones from the numbers themselves, of which the
/// roll-ups say where they stand.
///
/// @param topic null for every topic
/// @param path where the numbers stand in the JSON; null for the lengths of the payloads
/// @param pixels at most so many points; up to [#PIXELS_MAX]
public record Chart(
        @Nullable String topic, @Nullable String path, long fromNanos, long toNanos, int pixels) {
    public static final int PIXELS_MAX = 20_000;

    /// Messages among which numbers are looked for one by one; where there are more, minutes have
    /// to do.
    static final long RAW_MESSAGES_MAX = 500_000;

    public Chart {
        if (toNanos <= fromNanos || toNanos - fromNanos < 0) {
            throw new IllegalArgumentException("a chart ends after it begins");
        }
        if (pixels < 1 || pixels > PIXELS_MAX) {
            throw new IllegalArgumentException("a chart has 1 to " + PIXELS_MAX + " pixels");
        }
    }

    /// The points that have numbers, in the order of their times, over all runs.
    public List<Point> draw(History history) throws SQLException {
        List<Long> ids = new ArrayList<>();
        series(history.connection()).values().forEach(ids::addAll);
        List<Point> points;
        try (ChartRows rows = new ChartRows(history.connection(), this)) {
            points = rows.draw(ids, width(rows, ids));
        }
        history.connection().commit();
        return points;
    }

    /// Each topic by its name, those that a query wants.
    ///
    /// @throws IllegalArgumentException these are more than so many
    public Map<String, List<Point>> drawEach(History history, HistoryQuery query, int most)
            throws SQLException {
        SortedMap<String, List<Long>> topics = series(history.connection());
        topics.keySet().removeIf(topic -> !query.wants(topic));
        if (topics.size() > most) {
            throw new IllegalArgumentException(
                    topics.size() + " topics are more than " + most + " to be drawn");
        }
        Map<String, List<Point>> drawn = new LinkedHashMap<>();
        try (ChartRows rows = new ChartRows(history.connection(), this)) {
            long width = width(rows, topics.values().stream().flatMap(List::stream).toList());
            for (var topic : topics.entrySet()) {
                List<Point> points = rows.draw(topic.getValue(), width);
                if (!points.isEmpty()) {
                    drawn.put(topic.getKey(), points);
                }
            }
        }
        history.connection().commit();
        return drawn;
    }

    /// How wide a stretch is; a minute where there is too much to be read one by one.
    private long width(ChartRows rows, List<Long> ids) throws SQLException {
        long messages = 0;
        for (long series : fromRollups() ? List.<Long>of() : ids) {
            long[] range = rows.messages(series);
            messages += range[1] - range[0] + 1;
        }
        return messages > RAW_MESSAGES_MAX ? Rollup.MINUTE_NANOS : width();
    }

    /// Whether a stretch is at least a minute; then it is whole minutes.
    boolean fromRollups() {
        return width() >= Rollup.MINUTE_NANOS;
    }

    private long width() {
        long exact = Math.max(1, Math.ceilDiv(toNanos - fromNanos, pixels));
        return exact < Rollup.MINUTE_NANOS
                ? exact
                : Math.ceilDiv(exact, Rollup.MINUTE_NANOS) * Rollup.MINUTE_NANOS;
    }

    /// The ids of the series by the names of their topics.
    private SortedMap<String, List<Long>> series(Connection connection) throws SQLException {
        String name = topic;
        String wanted = path;
        SortedMap<String, List<Long>> ids = new TreeMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT t.name, s.id FROM topic t JOIN series s ON s.topic = t.id WHERE "
                                + (wanted == null ? "s.path IS NULL" : "s.path = ?")
                                + (name == null ? "" : " AND t.name = ?")
                                + " ORDER BY s.id")) {
            int place = 1;
            if (wanted != null) {
                select.setString(place++, wanted);
            }
            if (name != null) {
                select.setString(place, name);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                            .add(rows.getLong(2));
                }
            }
        }
        return ids;
    }
}
