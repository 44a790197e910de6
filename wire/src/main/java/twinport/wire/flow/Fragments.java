// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the fragments of IP datagrams together (RFC 791 §3.2, RFC 8200 §4.5).
///
/// Of two fragments that say the same place differently the first one counts in IPv4; in IPv6 the
/// datagram is discarded, as every receiver must (RFC 5722 §4). A datagram that stays incomplete
/// for [#WAIT_FRAMES], or that a bound pushes out, is reported and forgotten.
final class Fragments {
    /// Datagrams waited for at once.
    static final int DATAGRAMS_MAX = 1024;

    /// Bytes and fragments that all of them hold together.
    static final int BYTES_MAX = 8 << 20;

    static final int PIECES_MAX = 1 << 16;

    /// Frames after its first fragment that a datagram is waited for.
    static final int WAIT_FRAMES = 1 << 14;

    private static final int DATAGRAM_BYTES_MAX = 65_535;

    /// The least a first fragment holds, or filters cannot see the ports and flags of TCP.
    private static final int FIRST_BYTES_MIN = 20;

    private static final int UNKNOWN = -1;

    private final Faults faults;
    private final Map<Key, Datagram> waiting = new LinkedHashMap<>();
    private int bytes;
    private int pieces;

    Fragments(Faults faults) {
        this.faults = faults;
    }

    /// Takes what is wrong with a fragment.
    interface Faults {
        void malformed(Layer layer, String what, String rule, long frame, int offset);
    }

    /// What fragments of one datagram have in common.
    private record Key(
            boolean ipv6,
            long sourceHigh,
            long sourceLow,
            long targetHigh,
            long targetLow,
            long id,
            int protocol) {
        /// In IPv6 only the first fragment's next header counts (RFC 8200 §4.5).
        static Key of(Headers headers) {
            return new Key(
                    headers.ipv6,
                    headers.sourceHigh,
                    headers.sourceLow,
                    headers.targetHigh,
                    headers.targetLow,
                    headers.fragmentId,
                    headers.ipv6 ? 0 : headers.fragmentProtocol);
        }
    }

    /// A part of a datagram: copied, since frames do not outlast their moment.
    private record Piece(int from, MemorySegment bytes, int sent, long frame, int offset) {
        int to() {
            return from + sent;
        }

        int captured() {
            return (int) bytes.byteSize();
        }
    }

    private static final class Datagram {
        final long firstFrame;
        final TreeMap<Integer, Piece> parts = new TreeMap<>();
        long lastFrame;
        int lastOffset;
        int protocol;
        int covered;
        int end = UNKNOWN;
        boolean discarded;

        Datagram(long firstFrame) {
            this.firstFrame = firstFrame;
        }

        int reach() {
            return parts.isEmpty() ? 0 : parts.lastEntry().getValue().to();
        }

        boolean complete() {
            return !discarded && covered == end;
        }

        /// The parts that lie in `[from, to)`, in their order.
        List<Piece> within(int from, int to) {
            List<Piece> found = new ArrayList<>();
            var before = parts.lowerEntry(from);
            if (before != null && before.getValue().to() > from) {
                found.add(before.getValue());
            }
            found.addAll(parts.subMap(from, to).values());
            return found;
        }
    }

    /// The payload of a whole datagram.
    ///
    /// @param bytes what was captured of it, from its start
    /// @param sent how long it was
    /// @param protocol of its first byte
    /// @param where the bytes stand in the capture
    record Whole(MemorySegment bytes, int sent, int protocol, List<ByteRange> where) {
        /// The frame and the offset in it of one of the bytes.
        ByteRange place(int at) {
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
    }

    /// Takes the fragment that was just read; the answer is the datagram it completes.
    @Nullable Whole accept(Headers headers, MemorySegment frame, long number) {
        if (!isSound(headers, number)) {
            return null;
        }
        Key key = Key.of(headers);
        Datagram datagram = waiting.computeIfAbsent(key, _ -> new Datagram(number));
        if (datagram.discarded || !fitsTheEnd(datagram, headers, number)) {
            makeRoom(number);
            return null;
        }
        datagram.lastFrame = number;
        datagram.lastOffset = headers.payloadAt;
        if (headers.fragmentOffset == 0) {
            datagram.protocol = headers.fragmentProtocol;
        }
        fill(datagram, headers, frame, number);
        if (datagram.complete()) {
            waiting.remove(key);
            forget(datagram);
            return whole(datagram);
        }
        makeRoom(number);
        return null;
    }

    /// The capture is over: what is incomplete is reported.
    void end() {
        waiting.values().forEach(this::incomplete);
        waiting.clear();
        bytes = 0;
        pieces = 0;
    }

    private boolean isSound(Headers headers, long number) {
        int from = headers.fragmentOffset;
        int length = headers.payloadSent;
        if (length <= 0 || (headers.moreFragments && length % 8 != 0)) {
            fault(
                    "a fragment of " + length + " bytes that is not the last",
                    headers.ipv6
                            ? "RFC 8200 §4.5: a multiple of 8"
                            : "RFC 791 §3.2: a multiple of 8",
                    number,
                    headers.payloadAt);
            return false;
        }
        if (from + length > DATAGRAM_BYTES_MAX) {
            fault(
                    "a fragment that ends at byte " + (from + length),
                    headers.ipv6
                            ? "RFC 8200 §4.5: at most 65535"
                            : "RFC 791 §3.1: a datagram has at most 65535 bytes",
                    number,
                    headers.payloadAt);
            return false;
        }
        if (from == 0 && length < FIRST_BYTES_MIN) {
            fault(
                    "a first fragment of " + length + " bytes",
                    headers.ipv6
                            ? "RFC 7112 §5: the first fragment holds all headers"
                            : "RFC 1858 §3: the first fragment holds the TCP header",
                    number,
                    headers.payloadAt);
        }
        return true;
    }

    private boolean fitsTheEnd(Datagram datagram, Headers headers, long number) {
        int to = headers.fragmentOffset + headers.payloadSent;
        boolean fits =
                headers.moreFragments
                        ? datagram.end == UNKNOWN || to <= datagram.end
                        : (datagram.end == UNKNOWN || to == datagram.end) && datagram.reach() <= to;
        if (!fits) {
            fault(
                    "a fragment up to byte " + to + " of a datagram that ends elsewhere",
                    "RFC 791 §3.2: only the last fragment tells the end",
                    number,
                    headers.payloadAt);
        } else if (!headers.moreFragments) {
            datagram.end = to;
        }
        return fits;
    }

    /// Takes what the fragment adds to the datagram.
    private void fill(Datagram datagram, Headers headers, MemorySegment frame, long number) {
        int from = headers.fragmentOffset;
        int to = from + headers.payloadSent;
        List<Piece> there = datagram.within(from, to);
        boolean differs = false;
        int at = from;
        for (Piece old : there) {
            if (at < old.from()) {
                add(datagram, headers, frame, number, at, old.from());
            }
            at = Math.max(at, old.to());
            differs |= differs(old, headers, frame);
        }
        if (headers.ipv6 && !there.isEmpty()) {
            overlapIpv6(datagram, there, differs, headers, number);
            return;
        }
        if (at < to) {
            add(datagram, headers, frame, number, at, to);
        }
        if (differs) {
            fault(
                    "a fragment with other bytes than an earlier one at the same place, which counts",
                    "RFC 1858 §4: fragments do not overlap",
                    number,
                    headers.payloadAt);
        }
    }

    /// An exact repetition is passed over; anything else ends the datagram.
    private void overlapIpv6(
            Datagram datagram, List<Piece> there, boolean differs, Headers headers, long number) {
        Piece first = there.getFirst();
        boolean repeated =
                !differs
                        && there.size() == 1
                        && first.from() == headers.fragmentOffset
                        && first.sent() == headers.payloadSent;
        if (repeated) {
            return;
        }
        forget(datagram);
        datagram.discarded = true;
        datagram.parts.clear();
        fault(
                "a fragment that overlaps an earlier one; the datagram is discarded",
                "RFC 5722 §4: fragments do not overlap",
                number,
                headers.payloadAt);
    }

    private static boolean differs(Piece old, Headers headers, MemorySegment frame) {
        int from = Math.max(old.from(), headers.fragmentOffset);
        int to =
                Math.min(
                        old.from() + old.captured(),
                        headers.fragmentOffset + headers.payloadCaptured);
        if (from >= to) {
            return false;
        }
        long there = (long) headers.payloadAt + from - headers.fragmentOffset;
        long here = (long) from - old.from();
        return MemorySegment.mismatch(
                        frame, there, there + to - from, old.bytes(), here, here + to - from)
                >= 0;
    }

    /// Copies the part `[from, to)` of the datagram out of its fragment.
    private void add(
            Datagram datagram,
            Headers headers,
            MemorySegment frame,
            long number,
            int from,
            int to) {
        int skip = from - headers.fragmentOffset;
        int captured = Math.clamp((long) headers.payloadCaptured - skip, 0, to - from);
        int offset = headers.payloadAt + skip;
        byte[] copy =
                captured == 0
                        ? new byte[0]
                        : frame.asSlice(offset, captured).toArray(ValueLayout.JAVA_BYTE);
        datagram.parts.put(
                from, new Piece(from, MemorySegment.ofArray(copy), to - from, number, offset));
        datagram.covered += to - from;
        bytes += captured;
        pieces++;
    }

    /// All bytes up to the first that the capture cut away.
    private static Whole whole(Datagram datagram) {
        byte[] all = new byte[datagram.end];
        List<ByteRange> where = new ArrayList<>(datagram.parts.size());
        int have = 0;
        for (Piece piece : datagram.parts.values()) {
            MemorySegment.copy(
                    piece.bytes(), ValueLayout.JAVA_BYTE, 0, all, have, piece.captured());
            have += piece.captured();
            where.add(new ByteRange(piece.frame(), piece.offset(), piece.captured()));
            if (piece.captured() < piece.sent()) {
                break;
            }
        }
        MemorySegment captured = MemorySegment.ofArray(all).asSlice(0, have);
        return new Whole(captured, datagram.end, datagram.protocol, where);
    }

    /// Lets the oldest datagrams go while a bound is passed.
    private void makeRoom(long number) {
        Iterator<Datagram> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Datagram datagram = oldest.next();
            boolean goes =
                    waiting.size() > DATAGRAMS_MAX
                            || bytes > BYTES_MAX
                            || pieces > PIECES_MAX
                            || number - datagram.firstFrame > WAIT_FRAMES;
            if (!goes) {
                return;
            }
            oldest.remove();
            forget(datagram);
            incomplete(datagram);
        }
    }

    private void forget(Datagram datagram) {
        for (Piece piece : datagram.parts.values()) {
            bytes -= piece.captured();
            pieces--;
        }
    }

    private void incomplete(Datagram datagram) {
        if (!datagram.discarded) {
            fault(
                    datagram.covered
                            + " bytes of a datagram whose other fragments did not come"
                            + " in time",
                    "RFC 791 §3.2: a datagram is used when all its fragments are there",
                    datagram.lastFrame,
                    datagram.lastOffset);
        }
    }

    private void fault(String what, String rule, long frame, int offset) {
        faults.malformed(Layer.IP, what, rule, frame, offset);
    }
}
