// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts one direction's bytes into the units of a protocol, however TCP split or packed them.
///
/// A unit that lies whole in the bytes at hand is handed on where it lies; only a split one is put
/// together. After a gap inside a unit of known length the framing goes on behind it; where the
/// length is lost, it begins again at bytes that read as units. Bytes that are no unit though
/// nothing is missing before them end the framing: their receiver cannot read on either.
public final class Framer {
    private static final int FIRST_BUFFER_BYTES = 256;

    /// A larger buffer is not kept for the next unit.
    private static final int KEPT_BUFFER_BYTES = 1 << 16;

    private final Framing framing;

    // A unit being put together.
    private byte[] buffer = new byte[0];
    private int have;
    private int need;
    private List<ByteRange> where = new ArrayList<>();

    // Bytes still to pass over: the rest of a unit that cannot be used.
    private long skip;

    private boolean lost;
    private long skipped;

    // Whether bytes were missing before, so that what is no unit may be our own error.
    private boolean torn;

    private boolean ended;

    public Framer(Framing framing) {
        this.framing = framing;
    }

    /// Begins in the middle of a stream: units are looked for first.
    public void startLost() {
        lost = true;
        torn = true;
    }

    /// Takes the next bytes of the direction.
    public void bytes(MemorySegment data, long at, int length, Provenance from) {
        long end = at + length;
        long position = at;
        while (position < end && !ended) {
            if (skip > 0) {
                long part = Math.min(skip, end - position);
                skip -= part;
                position += part;
            } else if (lost) {
                // A sender begins to write at the start of a segment.
                long start = framing.find(data, position, end, position == at);
                skipped += (start < 0 ? end : start) - position;
                if (start < 0) {
                    return;
                }
                position = start;
                found();
            } else {
                position = unit(data, at, position, end, from);
            }
        }
    }

    private void found() {
        lost = false;
        framing.resynchronised(skipped);
        skipped = 0;
    }

    /// Takes one unit, or a part of one; the answer is the position after it.
    private long unit(MemorySegment data, long at, long position, long end, Provenance from) {
        if (have > 0) {
            return gather(data, at, position, end, from);
        }
        long whole = framing.length(data, position, end);
        if (whole == Framing.INCOMPLETE) {
            return gather(data, at, position, end, from);
        }
        if (!usable(whole, data, position, end, from.offsetOf((int) (position - at)))) {
            return position;
        }
        if (position + whole > end) {
            return gather(data, at, position, end, from);
        }
        framing.unit(data, position, (int) whole, from.part((int) (position - at), (int) whole));
        return position + whole;
    }

    private boolean usable(long whole, MemorySegment data, long at, long end, int offset) {
        if (whole < 0) {
            lost = true;
            ended = !torn;
            framing.invalid(data, at, end, offset);
            return false;
        }
        if (whole > framing.lengthMax()) {
            skip = whole;
            framing.outsized(whole, offset);
            return false;
        }
        return true;
    }

    /// Adds to the unit being put together.
    private long gather(MemorySegment data, long at, long start, long end, Provenance from) {
        long position = start;
        while (position < end && (need == 0 || have < need)) {
            int part = need == 0 ? 1 : (int) Math.min(need - have, end - position);
            grow(have + part);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, position, buffer, have, part);
            from.collect(where, (int) (position - at), part);
            have += part;
            position += part;
            if (need == 0) {
                MemorySegment begun = MemorySegment.ofArray(buffer);
                long whole = framing.length(begun, 0, have);
                int offset = from.offsetOf((int) (position - at) - 1);
                if (whole != Framing.INCOMPLETE && !usable(whole, begun, 0, have, offset)) {
                    skip = Math.max(0, skip - have);
                    reset();
                    return position;
                }
                need = whole == Framing.INCOMPLETE ? 0 : (int) whole;
            }
        }
        if (need > 0 && have == need) {
            int length = have;
            List<ByteRange> place = where;
            MemorySegment unit = MemorySegment.ofArray(buffer);
            reset();
            framing.unit(unit, 0, length, place);
        }
        return position;
    }

    /// Memory follows the bytes that came, not the length that was promised.
    private void grow(int bytes) {
        if (bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(FIRST_BUFFER_BYTES, Math.max(bytes, have * 2)));
        }
    }

    private void reset() {
        have = 0;
        need = 0;
        where = new ArrayList<>();
        if (buffer.length > KEPT_BUFFER_BYTES) {
            buffer = new byte[0];
        }
    }

    /// Bytes of memory this takes for units that are not whole yet.
    public int held() {
        return buffer.length;
    }

    /// So many bytes of the direction are missing.
    public void gap(long bytes) {
        long open = skip > 0 ? skip : need - have;
        skipped += have;
        if (!lost && open >= bytes && open > 0) {
            boolean begun = skip == 0;
            skip = open - bytes;
            if (begun) {
                framing.holed(true);
            }
        } else if (!lost) {
            lost = true;
            torn = true;
            skip = 0;
            framing.holed(false);
        }
        reset();
    }
}
