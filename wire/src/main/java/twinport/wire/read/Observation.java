// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Ending;
import twinport.wire.flow.Layer;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.tls.Alert;
import twinport.wire.tls.HandshakeMessage;
import twinport.wire.tls.Obstacle;
import twinport.wire.websocket.CloseCode;

/// What a [Reader] tells about a capture, in the order of the frames that completed each.
///
/// `frame` is the number of the frame in which the observation became complete and `epochNanos` its
/// time; `where` are the bytes it was read from.
public sealed interface Observation {

    record ConversationOpened(Conversation conversation, long epochNanos, long frame)
            implements Observation {}

    /// The bytes told which protocol this is.
    record ProtocolRecognised(Conversation conversation, long epochNanos, long frame)
            implements Observation {}

    /// @param clientBytes payload bytes the client sent, as far as they were captured
    record ConversationClosed(
            Conversation conversation,
            Ending ending,
            long clientBytes,
            long serverBytes,
            long epochNanos,
            long frame)
            implements Observation {}

    record TlsHandshake(
            Conversation conversation,
            Direction direction,
            HandshakeMessage message,
            Protection protection,
            long epochNanos,
            List<ByteRange> where,
            long frame)
            implements Observation {}

    record TlsAlert(
            Conversation conversation,
            Direction direction,
            Alert alert,
            Protection protection,
            long epochNanos,
            long frame)
            implements Observation {}

    /// One TLS record as an onlooker without keys sees it.
    ///
    /// @param type the content type on the outside: 22 handshake, 23 application data ...
    /// @param length of the record's body
    /// @param sealed whether the body is encrypted
    /// @param phase HANDSHAKE also for the sealed records that finish a TLS 1.3 handshake, told
    ///   apart by order and size; session tickets count as application records
    record TlsRecordSeen(
            Conversation conversation,
            Direction direction,
            int type,
            int length,
            boolean sealed,
            Phase phase,
            long epochNanos,
            List<ByteRange> where,
            long frame)
            implements Observation {
        /// What an eavesdropper counts as sealed traffic.
        public boolean sealedApplication() {
            return sealed && type == 23 && phase == Phase.APPLICATION;
        }
    }

    /// To which part of a TLS connection a record belongs.
    enum Phase {
        HANDSHAKE,
        APPLICATION
    }

    /// A connection was upgraded to WebSocket; `conversation` tells to what.
    record WebSocketOpened(
            Conversation conversation, Protection protection, long epochNanos, long frame)
            implements Observation {}

    /// An end of a WebSocket says that it closes.
    record WebSocketClosed(
            Conversation conversation,
            Direction direction,
            CloseCode code,
            String reason,
            Protection protection,
            long epochNanos,
            List<ByteRange> where,
            long frame)
            implements Observation {}

    record MqttSeen(
            Conversation conversation,
            Direction direction,
            Packet packet,
            long epochNanos,
            List<ByteRange> where,
            Protection protection,
            long frame)
            implements Observation {
        public MqttSeen {
            where = List.copyOf(where);
        }
    }

    /// Bytes the capture does not hold though the connection carried them.
    ///
    /// @param bytes how many are missing
    record Gap(
            Conversation conversation, Direction direction, long bytes, long epochNanos, long frame)
            implements Observation {}

    /// After a gap or damage the reader found its footing again.
    ///
    /// @param skipped bytes that were captured and could not be used
    record Resynchronised(
            Conversation conversation,
            Direction direction,
            long skipped,
            long epochNanos,
            long frame)
            implements Observation {}

    /// Bytes that break a rule of their protocol so that they could not be read.
    ///
    /// @param conversation null for a frame whose headers are broken
    /// @param offset of the first wrong byte in the frame
    /// @param what was seen
    /// @param rule what it breaks, with the section that says so
    record Malformed(
            @Nullable Conversation conversation,
            @Nullable Direction direction,
            Layer layer,
            String what,
            String rule,
            long epochNanos,
            long frame,
            int offset)
            implements Observation {}

    /// A place of the stream was sent twice with different bytes: what is read is the first of
    /// them. A receiver that took the second one saw something else.
    ///
    /// @param first where the bytes that were read stand, from the first that differs on
    /// @param again where the others stand
    record Contradiction(
            Conversation conversation,
            Direction direction,
            ByteRange first,
            ByteRange again,
            long epochNanos,
            long frame)
            implements Observation {}

    /// Bytes that break a rule of their protocol and could be read nevertheless: an MQTT packet was
    /// told as [MqttSeen] too.
    ///
    /// @param frame that holds the first wrong byte, `offset` where in it
    /// @param what was seen
    /// @param rule what it breaks, with the section that says so
    record RuleBroken(
            Conversation conversation,
            Direction direction,
            Layer layer,
            String what,
            String rule,
            long epochNanos,
            long frame,
            int offset)
            implements Observation {}

    /// Sealed bytes that stay sealed, and why. Said once a conversation and reason.
    record Undecryptable(
            Conversation conversation,
            Direction direction,
            Obstacle obstacle,
            String reason,
            long epochNanos,
            long frame)
            implements Observation {}

    /// The capture itself is damaged here.
    record CaptureDamaged(CaptureBlock.Fault fault) implements Observation {}
}
