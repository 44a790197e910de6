// SPDX-License-Identifier: MIT
package twinport.board.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import twinport.board.part.Dht;
import twinport.board.part.PartState.Climate;

/// What a sensor tells instead of what it is set to, counted from now.
final class Courses {
    private static final int ROWS_MAX = 100_000;

    private final Dht sensor;
    private final LongSupplier nanos;
    private final long start;
    private final RandomGenerator random;

    Courses(Dht sensor, LongSupplier nanos, RandomGenerator random) {
        this.sensor = sensor;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        this.random = random;
    }

    private double seconds() {
        return (nanos.getAsLong() - start) / 1e9;
    }

    UnaryOperator<Climate> stuck() {
        Climate now = sensor.state();
        return climate -> new Climate(now.celsius(), now.humidityPercent(), climate.fault());
    }

    UnaryOperator<Climate> noise(double spread) {
        return climate -> {
            synchronized (random) {
                return new Climate(
                        climate.celsius() + random.nextGaussian() * spread,
                        climate.humidityPercent() + random.nextGaussian() * spread,
                        climate.fault());
            }
        };
    }

    UnaryOperator<Climate> sine(double low, double high, Duration period) {
        double length = Math.max(1e-6, period.toNanos() / 1e9);
        return climate ->
                climate(
                        (low + high) / 2
                                + (high - low) / 2 * Math.sin(2 * Math.PI * seconds() / length),
                        climate);
    }

    UnaryOperator<Climate> ramp(double from, double to, Duration time) {
        double length = Math.max(1e-6, time.toNanos() / 1e9);
        return climate -> climate(from + (to - from) * Math.min(1, seconds() / length), climate);
    }

    private static Climate climate(double celsius, Climate climate) {
        return new Climate(celsius, climate.humidityPercent(), climate.fault());
    }

    /// A row holds until the next one's second comes; the last one stays.
    UnaryOperator<Climate> replay(String text) {
        List<Row> rows = rows(text);
        return climate -> {
            double now = seconds();
            Row told = rows.getFirst();
            for (Row row : rows) {
                if (row.second() > now) {
                    break;
                }
                told = row;
            }
            return new Climate(told.celsius(), told.humidityPercent(), climate.fault());
        };
    }

    private record Row(double second, double celsius, double humidityPercent) {}

    private static List<Row> rows(String text) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.split(";", -1)) {
            String[] cells = line.split(",", -1);
            try {
                rows.add(
                        new Row(
                                Double.parseDouble(cells[0]),
                                Double.parseDouble(cells[1]),
                                Double.parseDouble(cells[2])));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "row " + (rows.size() + 1) + " is \"" + line + "\"; a row is seconds,°C,%",
                        e);
            }
            if (rows.size() > ROWS_MAX) {
                throw new IllegalArgumentException("more than " + ROWS_MAX + " rows");
            }
        }
        return rows;
    }
}
