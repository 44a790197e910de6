// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.PacketType;
import twinport.wire.mqtt.ReasonCode;

/// What an MQTT packet and the packets that answer it make together, or one that answers nothing.
public sealed interface Exchange {
    Conversation conversation();

    /// How far the handshake of a QoS 1 or 2 message came (MQTT 5.0 §4.3).
    enum State {
        /// PUBLISH was sent.
        PUBLISHED,
        /// PUBREC answered it.
        RECEIVED,
        /// PUBREL followed.
        RELEASED,
        /// PUBACK or PUBCOMP ended it, or a PUBREC that refuses.
        COMPLETE
    }

    /// Why the last packet of an exchange was not seen.
    enum Missing {
        /// The connection ended before it came.
        CONVERSATION_CLOSED,
        /// The capture ended before it came.
        CAPTURE_ENDED,
        /// It may stand in bytes that were not captured or could not be read.
        GAP,
        /// Its packet identifier was used for something else first.
        IDENTIFIER_REUSED,
        /// More was open at once than is kept.
        NOT_FOLLOWED
    }

    /// Why a packet was not expected.
    enum Why {
        /// Nothing with this packet identifier was sent before.
        NEVER_SENT,
        /// What had this packet identifier is complete already.
        ALREADY_COMPLETE,
        /// What has this packet identifier is not answered by this type.
        WRONG_TYPE
    }

    /// One message with QoS 1 or 2, from its PUBLISH on.
    ///
    /// @param direction of the PUBLISH
    /// @param topic null when an alias stands for it whose setting was not seen
    /// @param frame where its first PUBLISH became complete, `epochNanos` when
    /// @param duplicates how often the PUBLISH came again
    /// @param repeatsEarlier whether already the first one seen says it is a repetition
    /// @param missing why the end was not seen; null when the state is complete
    /// @param reason what the last acknowledgement says; null without one
    /// @param latencyNanos from the first PUBLISH to the end; -1 without an end
    record Delivery(
            Conversation conversation,
            Direction direction,
            int qos,
            int packetId,
            @Nullable String topic,
            int payloadBytes,
            boolean retain,
            long frame,
            long epochNanos,
            int duplicates,
            boolean repeatsEarlier,
            State state,
            @Nullable Missing missing,
            @Nullable ReasonCode reason,
            long latencyNanos)
            implements Exchange {}

    /// CONNECT, SUBSCRIBE, UNSUBSCRIBE or PINGREQ, and its answer.
    ///
    /// @param request which of them
    /// @param packetId 0 where the type has none
    /// @param asked how many topic filters the request names
    /// @param reasons of the answer; before 5.0 an UNSUBACK has none
    /// @param missing why no answer was seen; null when there is one
    /// @param latencyNanos -1 without an answer
    record Answer(
            Conversation conversation,
            Direction direction,
            PacketType request,
            int packetId,
            int asked,
            List<ReasonCode> reasons,
            long frame,
            long epochNanos,
            @Nullable Missing missing,
            long latencyNanos)
            implements Exchange {
        public Answer {
            reasons = List.copyOf(reasons);
        }
    }

    /// An acknowledgement, or a PUBREL, that fits nothing sent before.
    ///
    /// @param certain whether all before it was seen: from the connection's start, without a gap,
    ///   and without a session taken up from an earlier connection
    record Unexpected(
            Conversation conversation,
            Direction direction,
            PacketType type,
            int packetId,
            Why why,
            boolean certain,
            long frame,
            long epochNanos)
            implements Exchange {}

    /// A PUBLISH too many before acknowledgements came (MQTT 5.0 §3.3.4, §4.9).
    ///
    /// @param maximum what the receiver allows at once
    record OverReceiveMaximum(
            Conversation conversation,
            Direction direction,
            int packetId,
            int maximum,
            long frame,
            long epochNanos)
            implements Exchange {}
}
