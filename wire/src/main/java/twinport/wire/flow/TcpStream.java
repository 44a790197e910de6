// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

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

    /// A segment that came early, copied from its frame.
    private record Held(int sequence, MemorySegment bytes, int sent, long frame, int offset) {}

    private final Direction direction;
    private final ConnectionSink sink;
    private final HeldBytes total;
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

    TcpStream(Direction direction, ConnectionSink sink, HeldBytes total) {
        this.direction = direction;
        this.sink = sink;
        this.total = total;
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
    void segment(int sequence, MemorySegment frame, int at, int captured, int sent, long number) {
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
            hold(sequence, frame, at, captured, sent, number);
        } else if (ahead + sent > 0) {
            deliver(frame, at, -ahead, captured, sent, provenance.in(number, at - ahead));
            releaseInOrder();
        }
    }

    void finish(int sequence) {
        if (!finished) {
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
            int sequence, MemorySegment frame, int at, int captured, int sent, long number) {
        if (held.isEmpty()) {
            held = new ArrayList<>();
            patience = 0;
        }
        int index = held.size();
        while (index > 0 && held.get(index - 1).sequence() - sequence > 0) {
            index--;
        }
        if (index > 0
                && held.get(index - 1).sequence() == sequence
                && held.get(index - 1).sent() >= sent) {
            return;
        }
        byte[] copy = frame.asSlice(at, captured).toArray(ValueLayout.JAVA_BYTE);
        held.add(index, new Held(sequence, MemorySegment.ofArray(copy), sent, number, at));
        heldBytes += captured;
        total.bytes += captured;
        while (!held.isEmpty()
                && (heldBytes > HELD_BYTES_MAX
                        || held.size() > HELD_SEGMENTS_MAX
                        || total.bytes > HeldBytes.TOTAL_MAX)) {
            skipHole();
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
            if (skip < first.sent()) {
                Provenance from = provenance.in(first.frame(), first.offset() + skip);
                deliver(first.bytes(), 0, skip, captured, first.sent(), from);
            }
        }
    }
}
