// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Framing;

/// Cuts one direction of a TLS connection into records (RFC 8446 §5.1).
final class RecordFraming implements Framing {
    /// 2^14 bytes of text and what sealing may add to them (RFC 5246 §6.2.3).
    static final int BODY_BYTES_MAX = (1 << 14) + 2048;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    private static final int HEARTBEAT = 24;
    private static final int HEADER_BYTES = 5;

    /// A ClientHello in the form of SSL 2.0: two bytes length with the highest bit set, message
    /// type 1, version (RFC 5246 appendix E.2).
    static final int SSL2_LENGTH_BYTES = 2;

    static final int SSL2_HEADER_BYTES = 5;
    private static final int SSL2_BYTES_MIN = 11;
    private static final int SSL2_BYTES_MAX = 1 << 12;

    private final Direction direction;
    private final TlsSession session;
    private final TlsSink sink;
    private boolean first;

    RecordFraming(Direction direction, TlsSession session, TlsSink sink) {
        this.direction = direction;
        this.session = session;
        this.sink = sink;
        this.first = direction == Direction.FROM_CLIENT;
    }

    static boolean ssl2HelloStartsAt(MemorySegment data, long at, long end) {
        if (end - at < SSL2_HEADER_BYTES
                || data.get(ValueLayout.JAVA_BYTE, at) >= 0
                || data.get(ValueLayout.JAVA_BYTE, at + 2) != HandshakeMessage.CLIENT_HELLO) {
            return false;
        }
        int length = ssl2Bytes(data, at);
        int major = data.get(ValueLayout.JAVA_BYTE, at + 3);
        int minor = data.get(ValueLayout.JAVA_BYTE, at + 4);
        boolean version = (major == 3 && minor >= 0 && minor <= 4) || (major == 0 && minor == 2);
        return version && length >= SSL2_BYTES_MIN && length <= SSL2_BYTES_MAX;
    }

    private static int ssl2Bytes(MemorySegment data, long at) {
        return SSL2_LENGTH_BYTES
                + ((data.get(ValueLayout.JAVA_BYTE, at) & 0x7f) << 8
                        | (data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff));
    }

    /// Whether a record may begin here, as far as its bytes are there.
    static boolean headerFits(MemorySegment data, long at, long end) {
        int type = data.get(ValueLayout.JAVA_BYTE, at);
        if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT) {
            return false;
        }
        if (at + 1 < end && data.get(ValueLayout.JAVA_BYTE, at + 1) != 3) {
            return false;
        }
        if (at + 2 < end && (data.get(ValueLayout.JAVA_BYTE, at + 2) & 0xff) > 4) {
            return false;
        }
        return at + HEADER_BYTES > end || bodyBytes(data, at) <= BODY_BYTES_MAX;
    }

    private static int bodyBytes(MemorySegment data, long at) {
        return (data.get(ValueLayout.JAVA_BYTE, at + 3) & 0xff) << 8
                | (data.get(ValueLayout.JAVA_BYTE, at + 4) & 0xff);
    }

    @Override
    public long length(MemorySegment data, long at, long end) {
        if (first && data.get(ValueLayout.JAVA_BYTE, at) < 0) {
            if (end - at < SSL2_HEADER_BYTES) {
                return INCOMPLETE;
            }
            return ssl2HelloStartsAt(data, at, end) ? ssl2Bytes(data, at) : INVALID;
        }
        if (!headerFits(data, at, end)) {
            return INVALID;
        }
        return at + HEADER_BYTES > end ? INCOMPLETE : HEADER_BYTES + bodyBytes(data, at);
    }

    @Override
    public int lengthMax() {
        return HEADER_BYTES + BODY_BYTES_MAX;
    }

    /// A chain of record headers up to the end of the bytes.
    @Override
    public boolean startsAt(MemorySegment data, long at, long end) {
        return recordsStartAt(data, at, end);
    }

    static boolean recordsStartAt(MemorySegment data, long at, long end) {
        long position = at;
        while (position + HEADER_BYTES <= end) {
            if (!headerFits(data, position, end) || bodyBytes(data, position) == 0) {
                return false;
            }
            position += HEADER_BYTES + bodyBytes(data, position);
        }
        return position > at && (position >= end || headerFits(data, position, end));
    }

    @Override
    public void unit(MemorySegment data, long at, int length, List<ByteRange> where) {
        if (first) {
            first = false;
            if (data.get(ValueLayout.JAVA_BYTE, at) < 0) {
                session.ssl2Hello(data, at, length, where);
                return;
            }
        }
        session.record(direction, data, at, length, where);
    }

    @Override
    public void invalid(MemorySegment data, long at, long end, int offset) {
        long shown = Math.min(HEADER_BYTES, end - at);
        StringBuilder bytes = new StringBuilder("record header");
        for (long i = 0; i < shown; i++) {
            bytes.append(String.format(" %02x", data.get(ValueLayout.JAVA_BYTE, at + i)));
        }
        sink.malformed(
                direction,
                bytes.toString(),
                "RFC 8446 §5.1: type 20 to 24, version 3.x, length at most 2^14 and its seal",
                offset);
    }

    @Override
    public void outsized(long length, int offset) {
        throw new AssertionError("a record header with such a length is invalid");
    }

    @Override
    public void holed(boolean exactlyOne) {
        session.holed(direction, exactlyOne);
    }

    @Override
    public void resynchronised(long skipped) {
        sink.resynchronised(direction, skipped);
    }
}
