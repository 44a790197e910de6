// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketType;
import twinport.wire.mqtt.ReasonCode;

/// A packet that waits for its answer.
abstract sealed class Waiting {
    final Direction direction;
    final long frame;
    final long epochNanos;
    final int packetId;

    /// How many gaps came before it: with more at the end, its answer may lie in one.
    final long gapsBefore;

    private Waiting(Observation.MqttSeen first, int packetId, long gapsBefore) {
        this.direction = first.direction();
        this.frame = first.frame();
        this.epochNanos = first.epochNanos();
        this.packetId = packetId;
        this.gapsBefore = gapsBefore;
    }

    /// The room it takes, in characters.
    int cost() {
        return Exchanges.OPEN_COST;
    }

    /// The exchange without its end.
    abstract Exchange without(Conversation now, Exchange.Missing end);

    /// CONNECT, SUBSCRIBE, UNSUBSCRIBE or PINGREQ.
    static final class Request extends Waiting {
        private final PacketType type;
        private final int asked;

        Request(Observation.MqttSeen first, int packetId, long gapsBefore, int asked) {
            super(first, packetId, gapsBefore);
            this.type = first.packet().type();
            this.asked = asked;
        }

        PacketType type() {
            return type;
        }

        Exchange answered(Observation.MqttSeen answer, List<ReasonCode> reasons) {
            long latency = answer.epochNanos() - epochNanos;
            return told(answer.conversation(), reasons, null, latency);
        }

        @Override
        Exchange without(Conversation now, Exchange.Missing end) {
            return told(now, List.of(), end, -1);
        }

        private Exchange told(
                Conversation now,
                List<ReasonCode> reasons,
                Exchange.@Nullable Missing missing,
                long latency) {
            return new Exchange.Answer(
                    now,
                    direction,
                    type,
                    packetId,
                    asked,
                    reasons,
                    frame,
                    epochNanos,
                    missing,
                    latency);
        }
    }

    /// A PUBLISH with QoS 1 or 2.
    static final class Message extends Waiting {
        final int qos;
        final int payloadHash;
        boolean inFlight;
        int duplicates;
        Exchange.State state = Exchange.State.PUBLISHED;
        @Nullable ReasonCode reason;

        private final @Nullable String topic;
        private final int payloadBytes;
        private final boolean retain;
        private final boolean repeatsEarlier;

        Message(Observation.MqttSeen first, Packet.Publish publish, long gapsBefore) {
            super(first, publish.packetId(), gapsBefore);
            this.qos = publish.qos();
            this.topic = publish.effectiveTopic();
            this.payloadBytes = publish.payload().length;
            this.payloadHash = Arrays.hashCode(publish.payload());
            this.retain = publish.header().retain();
            this.repeatsEarlier = publish.header().dup();
        }

        /// Whether it is the same message again, also where the sender forgot to say so.
        boolean repeatedBy(Packet.Publish publish) {
            return qos == publish.qos()
                    && payloadBytes == publish.payload().length
                    && payloadHash == Arrays.hashCode(publish.payload())
                    && (publish.header().dup() || Objects.equals(topic, publish.effectiveTopic()));
        }

        Exchange complete(Observation.MqttSeen last) {
            state = Exchange.State.COMPLETE;
            long latency = last.epochNanos() - epochNanos;
            return told(last.conversation(), null, latency);
        }

        @Override
        int cost() {
            return Exchanges.OPEN_COST + (topic == null ? 0 : topic.length());
        }

        @Override
        Exchange without(Conversation now, Exchange.Missing end) {
            return told(now, end, -1);
        }

        private Exchange told(Conversation now, Exchange.@Nullable Missing missing, long latency) {
            return new Exchange.Delivery(
                    now,
                    direction,
                    qos,
                    packetId,
                    topic,
                    payloadBytes,
                    retain,
                    frame,
                    epochNanos,
                    duplicates,
                    repeatsEarlier,
                    state,
                    missing,
                    reason,
                    latency);
        }
    }
}
