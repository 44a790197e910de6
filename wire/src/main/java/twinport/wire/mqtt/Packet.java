// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One MQTT control packet of version 3.1, 3.1.1 or 5.0. What a version does not have is empty or
/// 0.
public sealed interface Packet {
    FixedHeader header();

    default PacketType type() {
        return switch (this) {
            case Connect _ -> PacketType.CONNECT;
            case ConnAck _ -> PacketType.CONNACK;
            case Publish _ -> PacketType.PUBLISH;
            case PubAck _ -> PacketType.PUBACK;
            case PubRec _ -> PacketType.PUBREC;
            case PubRel _ -> PacketType.PUBREL;
            case PubComp _ -> PacketType.PUBCOMP;
            case Subscribe _ -> PacketType.SUBSCRIBE;
            case SubAck _ -> PacketType.SUBACK;
            case Unsubscribe _ -> PacketType.UNSUBSCRIBE;
            case UnsubAck _ -> PacketType.UNSUBACK;
            case PingReq _ -> PacketType.PINGREQ;
            case PingResp _ -> PacketType.PINGRESP;
            case Disconnect _ -> PacketType.DISCONNECT;
            case Auth _ -> PacketType.AUTH;
        };
    }

    /// The message a broker publishes for a client that vanished (MQTT 5.0 §3.1.2.5).
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
    record Will(String topic, byte[] payload, int qos, boolean retain, Properties properties) {}

    /// The first packet of a client: who it is and what it wants.
    ///
    /// @param level the version byte as sent; bit 7 marks a bridge
    /// @param connectFlags the flags byte as sent (§3.1.2.3)
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Connect(
            FixedHeader header,
            String protocolName,
            int level,
            int connectFlags,
            int keepAliveSeconds,
            Properties properties,
            String clientId,
            @Nullable Will will,
            @Nullable String userName,
            byte @Nullable [] password)
            implements Packet {

        /// "Clean session" before version 5.0.
        public boolean cleanStart() {
            return (connectFlags & 0x02) != 0;
        }
    }

    record ConnAck(
            FixedHeader header, boolean sessionPresent, ReasonCode reason, Properties properties)
            implements Packet {}

    /// A message on its way to the broker or to a subscriber.
    ///
    /// @param topic as sent: empty when a topic alias stands for it
    /// @param effectiveTopic the topic after resolving the alias; null when the packet that set the
    ///   alias was not seen
    /// @param packetId 0 with QoS 0, which has none
    @SuppressWarnings("ArrayRecordComponent") // as above
    record Publish(
            FixedHeader header,
            String topic,
            @Nullable String effectiveTopic,
            int packetId,
            Properties properties,
            byte[] payload)
            implements Packet {

        public int qos() {
            return header.qos();
        }
    }

    record PubAck(FixedHeader header, int packetId, ReasonCode reason, Properties properties)
            implements Packet {}

    record PubRec(FixedHeader header, int packetId, ReasonCode reason, Properties properties)
            implements Packet {}

    record PubRel(FixedHeader header, int packetId, ReasonCode reason, Properties properties)
            implements Packet {}

    record PubComp(FixedHeader header, int packetId, ReasonCode reason, Properties properties)
            implements Packet {}

    /// One topic filter of a SUBSCRIBE.
    ///
    /// @param options the options byte as sent (5.0 §3.8.3.1); before 5.0 only the QoS bits
    record Subscription(String topicFilter, int options) {
        public int qos() {
            return options & 0x03;
        }

        public boolean noLocal() {
            return (options & 0x04) != 0;
        }

        public boolean retainAsPublished() {
            return (options & 0x08) != 0;
        }

        public int retainHandling() {
            return (options >> 4) & 0x03;
        }
    }

    record Subscribe(
            FixedHeader header,
            int packetId,
            Properties properties,
            List<Subscription> subscriptions)
            implements Packet {
        public Subscribe {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    record SubAck(FixedHeader header, int packetId, Properties properties, List<ReasonCode> reasons)
            implements Packet {
        public SubAck {
            reasons = List.copyOf(reasons);
        }
    }

    record Unsubscribe(
            FixedHeader header, int packetId, Properties properties, List<String> topicFilters)
            implements Packet {
        public Unsubscribe {
            topicFilters = List.copyOf(topicFilters);
        }
    }

    /// The answer to an UNSUBSCRIBE.
    ///
    /// @param reasons empty before version 5.0, which brought them
    record UnsubAck(
            FixedHeader header, int packetId, Properties properties, List<ReasonCode> reasons)
            implements Packet {
        public UnsubAck {
            reasons = List.copyOf(reasons);
        }
    }

    record PingReq(FixedHeader header) implements Packet {}

    record PingResp(FixedHeader header) implements Packet {}

    record Disconnect(FixedHeader header, ReasonCode reason, Properties properties)
            implements Packet {}

    record Auth(FixedHeader header, ReasonCode reason, Properties properties) implements Packet {}
}
