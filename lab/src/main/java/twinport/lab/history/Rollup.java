// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// The numbers of one series in one minute, summed up.
final class Rollup {
    static final long MINUTE_NANOS = 60_000_000_000L;

    /// Which numbers are summed up.
    record Key(long series, long minute) {
        static Key of(long series, long epochNanos) {
            return new Key(series, Rollup.minute(epochNanos));
        }
    }

    /// In minutes since 1970, also before.
    static long minute(long epochNanos) {
        return Math.floorDiv(epochNanos, MINUTE_NANOS);
    }

    long count;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum;
    double last;
    long lastAt = Long.MIN_VALUE;
    long firstMessage = Long.MAX_VALUE;
    long lastMessage;

    /// Messages come in the order of their ids; the last of equal times counts as the last.
    void add(double number, long epochNanos, long message) {
        count++;
        min = Math.min(min, number);
        max = Math.max(max, number);
        sum += number;
        if (epochNanos >= lastAt) {
            last = number;
            lastAt = epochNanos;
        }
        firstMessage = Math.min(firstMessage, message);
        lastMessage = Math.max(lastMessage, message);
    }

    /// Adds what was summed up already, in the order of time.
    void add(long numbers, double least, double most, double total, double newest, long newestAt) {
        count += numbers;
        min = Math.min(min, least);
        max = Math.max(max, most);
        sum += total;
        if (newestAt >= lastAt) {
            last = newest;
            lastAt = newestAt;
        }
    }
}
