// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framing;
import twinport.wire.flow.Provenance;

/// The frames of one direction, put together to messages (RFC 6455 §5).
final class FrameStream implements Framing {
    /// A larger frame is not put together but passed over, and reported.
    static final int FRAME_BYTES_MAX = 32 << 20;

    private final Direction direction;
    private final @Nullable Inflation inflation;
    private final WebSocketSink sink;
    private final Provenance provenance = new Provenance();

    // The message that is open.
    private boolean open;
    private boolean text;
    private boolean compressed;
    private boolean expanding;

    /// Whether the beginning of what is open may be missing.
    private boolean torn;

    private boolean closed;

    /// @param inflation null when messages are never compressed
    FrameStream(Direction direction, @Nullable Inflation inflation, WebSocketSink sink) {
        this.direction = direction;
        this.inflation = inflation;
        this.sink = sink;
    }

    // ---- cutting into frames

    @Override
    public long length(MemorySegment data, long at, long end) {
        if (end - at < 2) {
            return INCOMPLETE;
        }
        int header = FrameHeader.bytes(data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff);
        if (end - at < header) {
            return INCOMPLETE;
        }
        long payload = FrameHeader.read(data, at).payloadBytes();
        return payload < 0 || payload > Long.MAX_VALUE - header ? INVALID : header + payload;
    }

    @Override
    public int lengthMax() {
        return FrameHeader.HEADER_BYTES_MAX + FRAME_BYTES_MAX;
    }

    /// A chain of sound headers up to the end of the bytes, with at least one whole frame.
    @Override
    public boolean startsAt(MemorySegment data, long at, long end) {
        long position = at;
        while (end - position >= 2) {
            int header = FrameHeader.bytes(data.get(ValueLayout.JAVA_BYTE, position + 1) & 0xff);
            if (end - position < header) {
                break;
            }
            FrameHeader frame = FrameHeader.read(data, position);
            if (!sound(frame)) {
                return false;
            }
            if (frame.payloadBytes() > end - position - header) {
                return position > at;
            }
            position += frame.frameBytes();
        }
        return position > at;
    }

    private boolean sound(FrameHeader frame) {
        boolean control = !frame.control() || (frame.fin() && frame.payloadBytes() <= 125);
        boolean rsv1 =
                !frame.rsv1()
                        || (inflation != null
                                && !frame.control()
                                && frame.opcode() != FrameHeader.CONTINUATION);
        return control
                && rsv1
                && frame.known()
                && !frame.rsv2or3()
                && frame.masked() == (direction == Direction.FROM_CLIENT)
                && frame.payloadBytes() >= 0
                && frame.payloadBytes() <= FRAME_BYTES_MAX
                && frame.lengthIsShortest();
    }

    @Override
    public void invalid(MemorySegment data, long at, long end, int offset) {
        sink.malformed(
                direction,
                "a frame length with its highest bit set",
                "RFC 6455 §5.2: the highest bit of a length of 64 bits is 0",
                offset);
        holed(false);
    }

    @Override
    public void outsized(long length, int offset) {
        sink.malformed(
                direction,
                "a frame of " + length + " bytes",
                "this reader's bound is " + FRAME_BYTES_MAX + " bytes; it passes over more",
                offset);
        holed(true);
    }

    @Override
    public void holed(boolean exactlyOne) {
        torn = true;
        open = false;
        if (inflation != null) {
            inflation.broken();
        }
        sink.gap(direction);
    }

    @Override
    public void resynchronised(long skipped) {
        sink.resynchronised(direction, skipped);
    }

    // ---- one frame

    @Override
    public void unit(MemorySegment data, long at, int length, List<ByteRange> where) {
        FrameHeader frame = FrameHeader.read(data, at);
        FrameRules rules = new FrameRules(direction, sink, where, length);
        rules.check(frame, inflation != null, closed);
        if (!frame.known()) {
            return;
        }
        byte[] payload = payload(data, at, frame);
        if (frame.control()) {
            control(frame, payload, rules, where);
        } else {
            message(frame, payload, rules, where);
        }
    }

    /// The payload without its mask (§5.3).
    private static byte[] payload(MemorySegment data, long at, FrameHeader frame) {
        byte[] bytes = new byte[(int) frame.payloadBytes()];
        MemorySegment.copy(
                data, ValueLayout.JAVA_BYTE, at + frame.headerBytes(), bytes, 0, bytes.length);
        if (frame.masked()) {
            byte[] key = new byte[4];
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at + frame.maskAt(), key, 0, 4);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= key[i & 3];
            }
        }
        return bytes;
    }

    private void message(
            FrameHeader frame, byte[] payload, FrameRules rules, List<ByteRange> where) {
        if (frame.opcode() != FrameHeader.CONTINUATION) {
            if (open) {
                rules.wrong(
                        0,
                        "a new message within another",
                        "RFC 6455 §5.4: the frames of a message follow each other");
            }
            open = true;
            torn = false;
            text = frame.opcode() == FrameHeader.TEXT;
            compressed = frame.rsv1() && inflation != null;
            expanding = compressed && inflation != null && inflation.begin();
            if (compressed && !expanding) {
                rules.unreadable(
                        0,
                        "a compressed message after bytes that are missing or damaged",
                        "RFC 7692 §7.2.2: expanding it needs the text before it");
                sink.gap(direction);
            }
        } else if (!open && !rest(rules)) {
            return;
        }
        if (!compressed) {
            plain(frame, payload, where);
        } else if (expanding) {
            expand(frame, payload, rules, where);
        }
        open = !frame.fin();
    }

    /// Whether a continuation can be read though its message's beginning was not seen.
    private boolean rest(FrameRules rules) {
        if (!torn) {
            rules.unreadable(
                    0,
                    "a continuation of no message",
                    "RFC 6455 §5.4: a message begins with its opcode");
        }
        compressed = false;
        return torn && inflation == null;
    }

    /// Every byte keeps its place, also where the frame lies in several segments.
    private void plain(FrameHeader frame, byte[] payload, List<ByteRange> where) {
        MemorySegment data = MemorySegment.ofArray(payload);
        if (!Provenance.exact(where, frame.frameBytes())) {
            tell(data, 0, payload.length, provenance.of(where));
            return;
        }
        long start = -frame.headerBytes();
        for (ByteRange range : where) {
            long end = start + range.length();
            if (end > 0) {
                int from = (int) Math.max(start, 0);
                int offset = (int) (range.offset() + from - start);
                tell(data, from, (int) (end - from), provenance.in(range.frame(), offset));
            }
            start = end;
        }
    }

    private void tell(MemorySegment data, long at, int length, Provenance from) {
        if (length > 0) {
            sink.data(direction, text, data, at, length, from);
        }
    }

    private void expand(
            FrameHeader frame, byte[] payload, FrameRules rules, List<ByteRange> where) {
        if (inflation == null) {
            return;
        }
        provenance.of(where);
        String wrong =
                inflation.expand(
                        payload,
                        frame.fin(),
                        (bytes, length) ->
                                tell(MemorySegment.ofArray(bytes), 0, length, provenance));
        if (wrong != null) {
            expanding = false;
            rules.unreadable(
                    frame.headerBytes(), wrong, "RFC 7692 §7.2: a message compressed by DEFLATE");
            sink.gap(direction);
        }
    }

    private void control(
            FrameHeader frame, byte[] payload, FrameRules rules, List<ByteRange> where) {
        if (frame.opcode() != FrameHeader.CLOSE) {
            return;
        }
        closed = true;
        CloseCode code = CloseCode.NONE;
        String reason = "";
        if (payload.length == 1) {
            rules.wrong(
                    frame.headerBytes(),
                    "a close code of one byte",
                    "RFC 6455 §5.5.1: a body begins with a code of two bytes");
        } else if (payload.length >= 2) {
            code = new CloseCode((payload[0] & 0xff) << 8 | (payload[1] & 0xff));
            reason = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            if (!code.mayBeSent()) {
                rules.wrong(
                        frame.headerBytes(),
                        "close code " + code.number(),
                        "RFC 6455 §7.4: it may not stand in a frame");
            }
            if (!isUtf8(payload, 2)) {
                rules.wrong(
                        frame.headerBytes() + 2,
                        "a close reason that is not UTF-8",
                        "RFC 6455 §5.5.1: the reason is UTF-8");
            }
        }
        sink.closed(direction, code, reason, where);
    }

    private static boolean isUtf8(byte[] bytes, int from) {
        try {
            ByteBuffer text = ByteBuffer.wrap(bytes, from, bytes.length - from);
            StandardCharsets.UTF_8.newDecoder().decode(text);
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// What its compression takes.
    int held() {
        return inflation == null ? 0 : inflation.held();
    }

    /// Nothing follows.
    void end() {
        if (inflation != null) {
            inflation.end();
        }
    }
}
