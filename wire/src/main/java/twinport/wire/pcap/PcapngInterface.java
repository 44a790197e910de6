// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An interface of a pcapng section, with what its time stamps count (§4.2).
///
/// @param resolution if_tsresol: units are 10^-n seconds, or 2^-n with the highest bit set
/// @param offsetSeconds if_tsoffset: added to every time
record PcapngInterface(
        Optional<LinkType> link,
        int snapLength,
        String name,
        String description,
        int resolution,
        long offsetSeconds) {
    private static final int NAME = 2;
    private static final int DESCRIPTION = 3;
    private static final int TIME_RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;
    private static final int MICROSECONDS = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    static PcapngInterface of(Optional<LinkType> link, int snap, Options options) {
        byte[] resolution = options.value(TIME_RESOLUTION);
        return new PcapngInterface(
                link,
                snap <= 0 ? Integer.MAX_VALUE : snap,
                text(options.value(NAME)),
                text(options.value(DESCRIPTION)),
                resolution == null || resolution.length < 1 ? MICROSECONDS : resolution[0] & 0xff,
                options.longValue(TIME_OFFSET, 0));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    /// Nanoseconds since 1970 of a time in this interface's units. What does not fit 64 bits is
    /// brought to the nearest value that does.
    long epochNanos(long units) {
        int power = resolution & 0x7f;
        long nanos = (resolution & 0x80) != 0 ? binary(units, power) : decimal(units, power);
        return plus(nanos, times(offsetSeconds, NANOS_PER_SECOND));
    }

    private static long decimal(long units, int power) {
        long nanos = units;
        for (int i = power; i < 9; i++) {
            nanos = times(nanos, 10);
        }
        for (int i = 9; i < power && nanos != 0; i++) {
            nanos = Long.divideUnsigned(nanos, 10);
        }
        return nanos;
    }

    private static long binary(long units, int power) {
        if (power == 0) {
            return times(units, NANOS_PER_SECOND);
        }
        if (power > 63) {
            return 0;
        }
        long seconds = units >>> power;
        long fraction = units & ((1L << power) - 1);
        long high = Math.unsignedMultiplyHigh(fraction, NANOS_PER_SECOND);
        long low = fraction * NANOS_PER_SECOND;
        return plus(times(seconds, NANOS_PER_SECOND), high << (64 - power) | low >>> power);
    }

    private static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if (high == low >> 63) {
            return low;
        }
        return (a ^ b) < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return overflow ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /// The options at the end of a block (§3.5): code, length, value, padding to four bytes.
    record Options(MemorySegment segment, long from, long to, boolean swapped) {
        private static final int OPTIONS_MAX = 1000;

        /// The first option with this code; null without one. Damage ends the list.
        byte @Nullable [] value(int wanted) {
            long at = from;
            for (int seen = 0; seen < OPTIONS_MAX && at + 4 <= to; seen++) {
                int code = shortAt(at);
                int length = shortAt(at + 2);
                if (code == 0 || at + 4 + length > to) {
                    return null;
                }
                if (code == wanted) {
                    return segment.asSlice(at + 4, length).toArray(ValueLayout.JAVA_BYTE);
                }
                at += 4 + ((length + 3L) & ~3L);
            }
            return null;
        }

        /// An option of eight bytes as a number.
        long longValue(int wanted, long otherwise) {
            byte[] value = value(wanted);
            if (value == null || value.length != 8) {
                return otherwise;
            }
            long number = 0;
            for (int i = 0; i < 8; i++) {
                number = number << 8 | (value[swapped ? i : 7 - i] & 0xff);
            }
            return number;
        }

        private int shortAt(long at) {
            int first = segment.get(ValueLayout.JAVA_BYTE, at) & 0xff;
            int second = segment.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
            return swapped ? first << 8 | second : second << 8 | first;
        }
    }
}
