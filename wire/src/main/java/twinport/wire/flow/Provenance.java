// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.util.List;

/// Where a run of stream bytes stands in the capture. Reused from run to run: read it at once.
public final class Provenance {
    private long frame;
    private int offset;
    private List<ByteRange> fixed = List.of();

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
        return this;
    }

    /// The same place, to keep.
    public Provenance copy() {
        return new Provenance().in(frame, offset).of(fixed);
    }

    /// Where the part `[from, from + length)` of the run stands.
    List<ByteRange> part(int from, int length) {
        return fixed.isEmpty() ? List.of(new ByteRange(frame, offset + from, length)) : fixed;
    }

    /// Adds where the part `[from, from + length)` of the run stands.
    public void collect(List<ByteRange> into, int from, int length) {
        if (fixed.isEmpty()) {
            append(into, frame, offset + from, length);
            return;
        }
        for (ByteRange range : fixed) {
            if (into.isEmpty() || !into.getLast().equals(range)) {
                into.add(range);
            }
        }
    }

    /// The offset in its frame of the byte `from` bytes into the run.
    public int offsetOf(int from) {
        return fixed.isEmpty() ? offset + from : fixed.getFirst().offset();
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
