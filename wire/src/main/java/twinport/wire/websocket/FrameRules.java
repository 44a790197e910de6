// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Provenance;

/// What a frame's header may say (RFC 6455 §5), and where the frame stands.
record FrameRules(Direction direction, WebSocketSink sink, List<ByteRange> where, int frameBytes) {

    /// @param at offset of the wrong byte from the frame's first
    void wrong(int at, String what, String rule) {
        sink.ruleBroken(direction, what, rule, Provenance.place(where, at, frameBytes));
    }

    /// The same, where it keeps the frame from being read.
    void unreadable(int at, String what, String rule) {
        sink.malformed(direction, what, rule, Provenance.place(where, at, frameBytes));
    }

    /// @param deflate whether both ends agreed on permessage-deflate
    /// @param closed whether a Close frame came before
    void check(FrameHeader frame, boolean deflate, boolean closed) {
        if (!frame.known()) {
            unreadable(0, "opcode " + frame.opcode(), "RFC 6455 §5.2: it is reserved");
        }
        if (frame.rsv2or3() || (frame.rsv1() && !deflate)) {
            wrong(
                    0,
                    String.format("first byte %02x", frame.first()),
                    "RFC 6455 §5.2: reserved bits are 0 unless an extension uses them");
        } else if (frame.rsv1()
                && (frame.control() || frame.opcode() == FrameHeader.CONTINUATION)) {
            wrong(
                    0,
                    String.format("first byte %02x", frame.first()),
                    "RFC 7692 §6.1: only a message's first frame says that it is compressed");
        }
        checkMask(frame);
        if (frame.control() && !frame.fin()) {
            wrong(0, "a control frame in parts", "RFC 6455 §5.5: control frames are whole");
        }
        if (frame.control() && frame.payloadBytes() > FrameHeader.CONTROL_BYTES_MAX) {
            wrong(
                    1,
                    "a control frame of " + frame.payloadBytes() + " bytes",
                    "RFC 6455 §5.5: at most 125");
        }
        if (!frame.lengthIsShortest()) {
            wrong(
                    1,
                    "the length " + frame.payloadBytes() + " in more bytes than it needs",
                    "RFC 6455 §5.2: the fewest bytes");
        }
        if (closed) {
            wrong(0, "a frame after Close", "RFC 6455 §5.5.1: nothing follows it");
        }
    }

    private void checkMask(FrameHeader frame) {
        if (frame.masked() && direction == Direction.FROM_SERVER) {
            wrong(1, "a masked frame of the server", "RFC 6455 §5.1: a server does not mask");
        }
        if (!frame.masked() && direction == Direction.FROM_CLIENT) {
            wrong(1, "a frame of the client without mask", "RFC 6455 §5.1: a client masks");
        }
    }
}
