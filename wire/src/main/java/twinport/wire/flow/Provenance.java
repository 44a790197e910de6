// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.util.ArrayList;
import java.util.List;

/// Where a run of stream bytes stands in the capture. Reused from run to run: read it at once.
public final class Provenance {
    private long frame;
    private int offset;
    private List<ByteRange> fixed = List.of();
    private boolean inOrder;

    public Provenance() {}

    /// The run lies in one frame, beginning at `offset`.
    public Provenance in(long frame, int offset) {
        this.frame = frame;
        this.offset = offset;
        this.fixed = List.of();
        return this;
    }

    /// The run was made of these bytes as a whole, as the text of a sealed record is.
    public Provenance of(List<ByteRange> ranges) {
        this.fixed = List.copyOf(ranges);
        this.inOrder = false;
        return this;
    }

    /// The run's bytes are these, one after the other, from their byte `skip` on: a datagram that
    /// came in fragments.
    Provenance through(List<ByteRange> pieces, int skip) {
        this.offset = skip;
        this.fixed = pieces;
        this.inOrder = true;
        return this;
    }

    /// The same place, to keep.
    public Provenance copy() {
        Provenance copy = new Provenance().in(frame, offset).of(fixed);
        copy.inOrder = inOrder;
        return copy;
    }

    /// The frame of the byte `from` bytes into the run.
    long frameOf(int from) {
        if (fixed.isEmpty()) {
            return frame;
        }
        int skip = inOrder ? offset + from : 0;
        for (ByteRange piece : fixed) {
            if (skip < piece.length()) {
                return piece.frame();
            }
            skip -= piece.length();
        }
        return fixed.getLast().frame();
    }

    /// Where the part `[from, from + length)` of the run stands.
    List<ByteRange> part(int from, int length) {
        if (fixed.isEmpty()) {
            return List.of(new ByteRange(frame, offset + from, length));
        }
        if (!inOrder) {
            return fixed;
        }
        List<ByteRange> part = new ArrayList<>(fixed.size());
        collectInOrder(part, offset + from, length);
        return part;
    }

    /// The place of what follows the run's first bytes, to keep.
    public Provenance from(int skipped) {
        return new Provenance().in(frame, offset + skipped).of(fixed);
    }

    /// Whether the ranges hold the bytes themselves, not those that they were made of.
    public static boolean exact(List<ByteRange> where, long bytes) {
        long held = 0;
        for (ByteRange range : where) {
            held += range.length();
        }
        return held == bytes;
    }

    /// Where one byte of a unit stands, `at` bytes after its first; the place of the unit's
    /// beginning where it was made of other bytes.
    public static ByteRange place(List<ByteRange> where, int at, long unitBytes) {
        if (where.isEmpty()) {
            return new ByteRange(0, 0, 0);
        }
        if (!exact(where, unitBytes)) {
            return where.getFirst();
        }
        int left = at;
        for (ByteRange range : where) {
            if (left < range.length()) {
                return new ByteRange(range.frame(), range.offset() + left, 1);
            }
            left -= range.length();
        }
        ByteRange last = where.getLast();
        return new ByteRange(last.frame(), last.offset() + last.length(), 0);
    }

    /// Adds where the part `[from, from + length)` of the run stands.
    public void collect(List<ByteRange> into, int from, int length) {
        if (fixed.isEmpty()) {
            append(into, frame, offset + from, length);
            return;
        }
        if (inOrder) {
            collectInOrder(into, offset + from, length);
            return;
        }
        for (ByteRange range : fixed) {
            if (into.isEmpty() || !into.getLast().equals(range)) {
                into.add(range);
            }
        }
    }

    private void collectInOrder(List<ByteRange> into, int from, int length) {
        int skip = from;
        int left = length;
        for (ByteRange piece : fixed) {
            int part = Math.clamp((long) piece.length() - skip, 0, left);
            if (part > 0) {
                append(into, piece.frame(), piece.offset() + skip, part);
            }
            skip = Math.max(0, skip - piece.length());
            left -= part;
        }
    }

    /// The offset in its frame of the byte `from` bytes into the run.
    public int offsetOf(int from) {
        if (fixed.isEmpty()) {
            return offset + from;
        }
        return inOrder ? offsetInOrder(offset + from) : fixed.getFirst().offset();
    }

    private int offsetInOrder(int from) {
        int skip = from;
        for (ByteRange piece : fixed) {
            if (skip < piece.length()) {
                return piece.offset() + skip;
            }
            skip -= piece.length();
        }
        return fixed.getLast().offset() + fixed.getLast().length();
    }

    private static void append(List<ByteRange> into, long frame, int offset, int length) {
        if (!into.isEmpty()) {
            ByteRange last = into.getLast();
            if (last.frame() == frame && last.offset() + last.length() == offset) {
                into.set(
                        into.size() - 1,
                        new ByteRange(frame, last.offset(), last.length() + length));
                return;
            }
        }
        into.add(new ByteRange(frame, offset, length));
    }
}
