// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The header of a frame (RFC 6455 §5.2).
///
/// @param maskAt offset of the masking key from the frame's first byte; 0 without one
/// @param headerBytes of the header, the key included
/// @param payloadBytes what the length field says
record FrameHeader(int first, int second, int maskAt, int headerBytes, long payloadBytes) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int CONTROL_BYTES_MAX = 125;
    static final int HEADER_BYTES_MAX = 14;

    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int KEY_BYTES = 4;

    /// How long the header is, from its second byte.
    static int bytes(int second) {
        int length =
                switch (second & 0x7f) {
                    case TWO_BYTES -> 2;
                    case EIGHT_BYTES -> 8;
                    default -> 0;
                };
        return 2 + length + ((second & 0x80) == 0 ? 0 : KEY_BYTES);
    }

    /// Reads a header of which all bytes are there.
    static FrameHeader read(MemorySegment data, long at) {
        int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        int second = data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
        int short7 = second & 0x7f;
        int size = short7 == TWO_BYTES ? 2 : short7 == EIGHT_BYTES ? 8 : 0;
        long length = short7;
        if (size > 0) {
            length = 0;
            for (int i = 0; i < size; i++) {
                length = length << 8 | (data.get(ValueLayout.JAVA_BYTE, at + 2 + i) & 0xff);
            }
        }
        int header = bytes(second);
        int mask = (second & 0x80) == 0 ? 0 : header - KEY_BYTES;
        return new FrameHeader(first, second, mask, header, length);
    }

    boolean fin() {
        return (first & 0x80) != 0;
    }

    /// Whether RSV1 marks a compressed message (RFC 7692 §6).
    boolean rsv1() {
        return (first & 0x40) != 0;
    }

    boolean rsv2or3() {
        return (first & 0x30) != 0;
    }

    int opcode() {
        return first & 0x0f;
    }

    boolean control() {
        return opcode() >= CLOSE;
    }

    boolean known() {
        return opcode() <= BINARY || (opcode() >= CLOSE && opcode() <= PONG);
    }

    boolean masked() {
        return (second & 0x80) != 0;
    }

    /// Whether the length stands in as few bytes as it can (§5.2).
    boolean lengthIsShortest() {
        int short7 = second & 0x7f;
        return short7 < TWO_BYTES || payloadBytes > (short7 == TWO_BYTES ? TWO_BYTES - 1 : 0xffff);
    }

    long frameBytes() {
        return headerBytes + payloadBytes;
    }
}
