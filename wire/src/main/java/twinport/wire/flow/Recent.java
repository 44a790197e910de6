// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The payloads delivered last, over all connections, to tell whether a repetition says the same.
///
/// Two rings that are written over and over: what is older than [#SEGMENTS] segments or [#BYTES]
/// bytes cannot be compared any more.
final class Recent {
    static final int SEGMENTS = 1 << 13;
    static final int BYTES = 1 << 21;

    /// Earlier segments of one direction that a repetition is compared with.
    static final int COMPARED_MAX = 64;

    /// No segment.
    static final long NONE = -1;

    private static final int LENGTH_MAX = 65_535;

    private byte[] bytes = new byte[0];
    private final long[] previous = new long[SEGMENTS];
    private final long[] frame = new long[SEGMENTS];
    private final long[] start = new long[SEGMENTS];
    private final int[] offset = new int[SEGMENTS];
    private final int[] sequence = new int[SEGMENTS];
    private final int[] length = new int[SEGMENTS];
    private long written;
    private long count;

    /// Where two segments of one direction differ.
    record Difference(ByteRange first, ByteRange again) {}

    /// Keeps a segment; the answer is its number, by which the direction's next one refers to it.
    long remember(
            long before, int at, MemorySegment data, long from, int bytesCount, Provenance where) {
        if (bytesCount > LENGTH_MAX) {
            return before;
        }
        if (bytes.length == 0) {
            bytes = new byte[BYTES];
        }
        int place = (int) (written & (BYTES - 1));
        if (place + bytesCount > BYTES) {
            written += BYTES - place;
            place = 0;
        }
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, bytes, place, bytesCount);
        int slot = (int) (count & (SEGMENTS - 1));
        previous[slot] = before;
        frame[slot] = where.frameOf(0);
        offset[slot] = where.offsetOf(0);
        sequence[slot] = at;
        length[slot] = bytesCount;
        start[slot] = written;
        written += bytesCount;
        return count++;
    }

    /// How a segment at hand contradicts what its direction sent before; null when it does not, as
    /// far as that is still known.
    @Nullable Difference differing(
            long newest, int at, MemorySegment data, long from, int captured, Provenance where) {
        long number = newest;
        for (int i = 0; i < COMPARED_MAX && isKept(number); i++) {
            int slot = (int) (number & (SEGMENTS - 1));
            int ahead = at - sequence[slot];
            int mine = Math.max(0, -ahead);
            int its = Math.max(0, ahead);
            int common = Math.min(captured - mine, length[slot] - its);
            // A distance beyond 2^31 came out negative: no overlap then either.
            if (mine >= 0 && its >= 0 && common > 0) {
                Difference difference = compare(slot, its, data, from + mine, common, where, mine);
                if (difference != null) {
                    return difference;
                }
            }
            number = previous[slot];
        }
        return null;
    }

    private boolean isKept(long number) {
        return number >= 0
                && count - number <= SEGMENTS
                && written - start[(int) (number & (SEGMENTS - 1))] <= BYTES;
    }

    private @Nullable Difference compare(
            int slot,
            int its,
            MemorySegment data,
            long from,
            int common,
            Provenance where,
            int mine) {
        long there = (start[slot] & (BYTES - 1)) + its;
        long differs =
                MemorySegment.mismatch(
                        data,
                        from,
                        from + common,
                        MemorySegment.ofArray(bytes),
                        there,
                        there + common);
        if (differs < 0) {
            return null;
        }
        int at = (int) differs;
        return new Difference(
                new ByteRange(frame[slot], offset[slot] + its + at, common - at),
                new ByteRange(where.frameOf(mine + at), where.offsetOf(mine + at), common - at));
    }
}
