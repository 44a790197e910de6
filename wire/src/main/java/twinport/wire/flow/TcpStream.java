// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One direction of a connection: puts its segments in order (RFC 9293 §3.4, modulo 2^32).
///
/// What comes early is held until the bytes before it come. When they cannot come any more, because
/// the receiver has acknowledged them or a bound is reached, the hole becomes a visible gap.
final class TcpStream {
    /// Bytes one direction may hold while it waits for earlier ones.
    static final int HELD_BYTES_MAX = 4 << 20;

    static final int HELD_SEGMENTS_MAX = 4096;

    /// Further from the expected byte than this is no reordering but another place in the stream.
    static final int WINDOW_BYTES_MAX = 1 << 28;

    /// So many segments in a row at another place, and the stream is followed there.
    private static final int STRAYS_MAX = 3;

    /// Frames of the connection to wait after the receiver acknowledged a missing byte: a capture
    /// may hold frames in another order than they were sent in.
    private static final int PATIENCE_FRAMES = 32;

    private static final ConnectionSink NOBODY =
            new ConnectionSink() {
                @Override
                public void bytes(
                        Direction direction,
                        MemorySegment data,
                        long at,
                        int length,
                        Provenance from) {}

                @Override
                public void gap(Direction direction, long bytes) {}

                @Override
                public void contradicted(Direction direction, ByteRange first, ByteRange again) {}

                @Override
                public void closed(Ending ending) {}
            };

    /// A segment that came early, copied from its frame.
    private record Held(
            int sequence,
            MemorySegment bytes,
            int sent,
            long frame,
            int offset,
            @Nullable List<ByteRange> pieces) {}

    private final Direction direction;
    private ConnectionSink sink;
    private final HeldBytes total;
    private final Recent recent;
    private final Provenance provenance = new Provenance();
    private List<Held> held = List.of();
    private int heldBytes;

    private boolean started;
    private int next;
    private int strays;
    private boolean acknowledgedAny;
    private int acknowledged;
    private int patience;
    private boolean finished;
    private int finishAt;
    private long delivered;
    private long newest = Recent.NONE;

    TcpStream(Direction direction, ConnectionSink sink, HeldBytes total, Recent recent) {
        this.direction = direction;
        this.sink = sink;
        this.total = total;
        this.recent = recent;
    }

    /// All was delivered: whoever took it is let go.
    void forgetSink() {
        sink = NOBODY;
    }

    /// What all directions hold together.
    static final class HeldBytes {
        static final int TOTAL_MAX = 64 << 20;
        private int bytes;
    }

    boolean started() {
        return started;
    }

    /// The sequence number the next byte has.
    int next() {
        return next;
    }

    void startAt(int sequence) {
        started = true;
        next = sequence;
    }

    /// Whether every byte up to the FIN was delivered.
    boolean ended() {
        return finished && next - finishAt >= 0;
    }

    long delivered() {
        return delivered;
    }

    /// @param captured how many of the `sent` payload bytes the frame holds
    /// @param pieces the frames' parts that `frame` was put together from; null when it is a frame
    void segment(
            int sequence,
            MemorySegment frame,
            int at,
            int captured,
            int sent,
            long number,
            @Nullable List<ByteRange> pieces) {
        if (!started) {
            startAt(sequence);
        }
        if (ended()) {
            return;
        }
        int ahead = sequence - next;
        if (ahead > WINDOW_BYTES_MAX || ahead < -WINDOW_BYTES_MAX) {
            if (++strays < STRAYS_MAX) {
                return;
            }
            releaseAll();
            sink.gap(direction, (sequence - next) & 0xffffffffL);
            next = sequence;
            ahead = 0;
        }
        strays = 0;
        if (ahead > 0) {
            hold(sequence, frame, at, captured, sent, number, pieces);
            return;
        }
        if (ahead < 0) {
            compare(sequence, -ahead, frame, at, captured, sent, place(number, at, pieces));
        }
        if (ahead + sent > 0) {
            deliver(frame, at, -ahead, captured, sent, place(number, at - ahead, pieces));
            releaseInOrder();
        }
    }

    private Provenance place(long frame, int offset, @Nullable List<ByteRange> pieces) {
        return pieces == null ? provenance.in(frame, offset) : provenance.through(pieces, offset);
    }

    /// A repetition should say what was said before. A single byte just before the expected one
    /// need not: a probe that keeps the connection alive may hold anything (RFC 9293 §3.8.4).
    private void compare(
            int sequence,
            int repeated,
            MemorySegment bytes,
            int at,
            int captured,
            int sent,
            Provenance from) {
        int length = Math.min(repeated, captured);
        if (length > 0 && sent > 1) {
            var difference = recent.differing(newest, sequence, bytes, at, length, from);
            if (difference != null) {
                sink.contradicted(direction, difference.first(), difference.again());
            }
        }
    }

    /// An end before what was delivered already is no end: its receiver passes it over, too (RFC
    /// 9293 §3.10.7.4).
    void finish(int sequence) {
        if (!started) {
            startAt(sequence);
        }
        int ahead = sequence - next;
        if (!finished && ahead >= 0 && ahead <= WINDOW_BYTES_MAX) {
            finished = true;
            finishAt = sequence;
        }
    }

    /// The receiver has all bytes before `sequence`.
    void acknowledged(int sequence) {
        if (!acknowledgedAny || sequence - acknowledged > 0) {
            acknowledged = sequence;
            acknowledgedAny = true;
        }
    }

    /// Another frame of the connection was seen: a hole that its receiver filled is not waited for
    /// for ever.
    void frameSeen() {
        if (held.isEmpty()) {
            return;
        }
        boolean filled = acknowledgedAny && acknowledged - held.getFirst().sequence() >= 0;
        if (filled && ++patience > PATIENCE_FRAMES) {
            skipHole();
        }
    }

    /// Nothing more will come: what is held follows, with its gaps.
    void releaseAll() {
        while (!held.isEmpty()) {
            skipHole();
        }
    }

    private void deliver(
            MemorySegment bytes, int at, int skip, int captured, int sent, Provenance from) {
        int there = Math.max(0, captured - skip);
        if (there > 0) {
            newest = recent.remember(newest, next, bytes, (long) at + skip, there, from);
            delivered += there;
            next += there;
            sink.bytes(direction, bytes, (long) at + skip, there, from);
        }
        // Cut by the capture's snap length: these bytes will not be seen again.
        int missing = sent - Math.max(captured, skip);
        if (missing > 0) {
            next += missing;
            sink.gap(direction, missing);
        }
    }

    private void hold(
            int sequence,
            MemorySegment frame,
            int at,
            int captured,
            int sent,
            long number,
            @Nullable List<ByteRange> pieces) {
        if (held.isEmpty()) {
            held = new ArrayList<>();
            patience = 0;
        }
        int index = held.size();
        while (index > 0 && held.get(index - 1).sequence() - sequence > 0) {
            index--;
        }
        if (index > 0) {
            Held before = held.get(index - 1);
            compareHeld(before, sequence, frame, at, captured, place(number, at, pieces));
            if (before.sequence() == sequence && before.sent() >= sent) {
                return;
            }
        }
        byte[] copy = frame.asSlice(at, captured).toArray(ValueLayout.JAVA_BYTE);
        held.add(index, new Held(sequence, MemorySegment.ofArray(copy), sent, number, at, pieces));
        heldBytes += captured;
        total.bytes += captured;
        while (!held.isEmpty()
                && (heldBytes > HELD_BYTES_MAX
                        || held.size() > HELD_SEGMENTS_MAX
                        || total.bytes > HeldBytes.TOTAL_MAX)) {
            skipHole();
        }
    }

    /// What comes early a second time is compared with the held segment that begins before it.
    private void compareHeld(
            Held before, int sequence, MemorySegment frame, int at, int captured, Provenance from) {
        int skip = sequence - before.sequence();
        int common = (int) Math.min(before.bytes().byteSize() - skip, captured);
        if (common <= 0) {
            return;
        }
        long differs =
                MemorySegment.mismatch(
                        frame, at, (long) at + common, before.bytes(), skip, (long) skip + common);
        if (differs >= 0) {
            int off = (int) differs;
            int again = from.offsetOf(off);
            long frameAgain = from.frameOf(off);
            Provenance first = place(before.frame(), before.offset(), before.pieces());
            sink.contradicted(
                    direction,
                    new ByteRange(
                            first.frameOf(skip + off), first.offsetOf(skip + off), common - off),
                    new ByteRange(frameAgain, again, common - off));
        }
    }

    /// Gives up the bytes before the first held segment.
    private void skipHole() {
        int missing = held.getFirst().sequence() - next;
        if (missing > 0) {
            next += missing;
            sink.gap(direction, missing);
        }
        patience = 0;
        releaseInOrder();
    }

    private void releaseInOrder() {
        while (!held.isEmpty() && held.getFirst().sequence() - next <= 0) {
            Held first = held.removeFirst();
            int captured = (int) first.bytes().byteSize();
            heldBytes -= captured;
            total.bytes -= captured;
            patience = 0;
            int skip = next - first.sequence();
            if (skip > 0) {
                Provenance from = place(first.frame(), first.offset(), first.pieces());
                compare(first.sequence(), skip, first.bytes(), 0, captured, first.sent(), from);
            }
            if (skip < first.sent()) {
                Provenance from = place(first.frame(), first.offset() + skip, first.pieces());
                deliver(first.bytes(), 0, skip, captured, first.sent(), from);
            }
        }
    }
}
