// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.lang.foreign.MemorySegment;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Provenance;

/// Takes what a [WebSocketSession] finds.
public interface WebSocketSink {

    /// The server agreed; frames follow.
    void opened(Handshake handshake);

    /// What came is no WebSocket. Nothing follows.
    void refused();

    /// Bytes of messages, unmasked and expanded, in their order; a message may come in parts. The
    /// segment may be reused after the call.
    ///
    /// @param text whether the message is text; MQTT allows only binary (MQTT 5.0 §6)
    void data(
            Direction direction,
            boolean text,
            MemorySegment data,
            long at,
            int length,
            Provenance from);

    /// Bytes of messages are missing between those before and after.
    void gap(Direction direction);

    /// An end says that it closes.
    void closed(Direction direction, CloseCode code, String reason, List<ByteRange> where);

    /// Bytes that break a rule and can be read nevertheless.
    void ruleBroken(Direction direction, String what, String rule, ByteRange where);

    /// Bytes that cannot be read.
    void malformed(Direction direction, String what, String rule, ByteRange where);

    /// The same, at this offset of the current frame.
    void malformed(Direction direction, String what, String rule, int offset);

    /// After a gap frames are recognised again; so many captured bytes were unusable.
    void resynchronised(Direction direction, long skipped);
}
