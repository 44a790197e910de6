// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Layer;
import twinport.wire.flow.Provenance;
import twinport.wire.mqtt.ConnectionRules;
import twinport.wire.mqtt.Decoding;
import twinport.wire.mqtt.Fault;
import twinport.wire.mqtt.FixedHeader;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketDecoder;
import twinport.wire.mqtt.PacketFramer;
import twinport.wire.mqtt.PacketSink;
import twinport.wire.mqtt.PacketType;
import twinport.wire.mqtt.Soundness;
import twinport.wire.mqtt.Version;
import twinport.wire.mqtt.VersionGuess;

/// MQTT over one conversation, in the clear or opened: both directions and what they share.
final class MqttChannel implements Carried {
    private final ConversationReader owner;
    private final Protection protection;
    private final Side fromClient = new Side(Direction.FROM_CLIENT);
    private final Side fromServer = new Side(Direction.FROM_SERVER);
    private final ConnectionRules rules;
    private final @Nullable Statistics counting;
    private @Nullable Version version;
    private boolean certain;

    /// @param middle whether the beginning is missing
    /// @param counting takes the packets when they are only to be counted; else null
    MqttChannel(
            ConversationReader owner,
            Protection protection,
            boolean middle,
            @Nullable Statistics counting) {
        this.counting = counting;
        this.owner = owner;
        this.protection = protection;
        this.rules = new ConnectionRules(!middle && owner.conversation().fromStart());
        if (middle) {
            fromClient.framer.startLost();
            fromServer.framer.startLost();
        }
    }

    @Override
    public void bytes(
            Direction direction, MemorySegment data, long at, int length, Provenance from) {
        side(direction).framer.bytes(data, at, length, from);
    }

    @Override
    public void gap(Direction direction, long bytes) {
        rules.gap();
        side(direction).framer.gap(bytes);
    }

    @Override
    public long held() {
        return (long) fromClient.framer.held() + fromServer.framer.held();
    }

    @Override
    public void end() {}

    private Side side(Direction direction) {
        return direction == Direction.FROM_CLIENT ? fromClient : fromServer;
    }

    private final class Side implements PacketSink {
        private final Direction direction;
        private final PacketDecoder decoder = new PacketDecoder();
        private final PacketFramer framer = new PacketFramer(this);

        Side(Direction direction) {
            this.direction = direction;
        }

        @Override
        public void packet(
                FixedHeader header, MemorySegment data, long body, List<ByteRange> where) {
            if (version == null) {
                learn(VersionGuess.of(header, data, body), false);
            }
            Version assumed = version == null ? Version.MQTT_3_1_1 : version;
            if (counting != null && Soundness.isSound(header, data, body, assumed)) {
                count(counting, header);
                return;
            }
            switch (decode(header, data, body)) {
                case Decoding.Decoded(Packet packet, List<Fault> faults) -> {
                    if (packet instanceof Packet.Connect connect) {
                        learn(Version.ofLevel(connect.level()).orElse(null), true);
                    }
                    if (counting != null) {
                        count(counting, header);
                    } else {
                        tell(packet, where);
                        for (int i = 0; i < faults.size(); i++) {
                            broken(faults.get(i), header, where);
                        }
                        follow(packet, header, where);
                    }
                }
                case Decoding.Malformed(int at, String what, String rule) -> {
                    rules.gap();
                    owner.malformed(
                            direction,
                            Layer.MQTT,
                            what,
                            rule,
                            Provenance.place(where, at, header.packetBytes()));
                }
            }
        }

        /// Where the version is only inferred, a packet that fits another one better refutes it.
        private Decoding decode(FixedHeader header, MemorySegment data, long body) {
            Version assumed = version;
            if (certain && assumed != null) {
                return decoder.decode(header, data, body, assumed);
            }
            boolean five = assumed == Version.MQTT_5_0;
            // 3.1.1 with the flags of 3.1: after CONNECT the two cannot be told apart.
            Version first = five ? Version.MQTT_5_0 : Version.MQTT_3_1;
            Decoding decoding = decoder.decode(header, data, body, first);
            if (decoding instanceof Decoding.Decoded(_, List<Fault> faults) && faults.isEmpty()) {
                return decoding;
            }
            Version second = five ? Version.MQTT_3_1 : Version.MQTT_5_0;
            Decoding other = decoder.decode(header, data, body, second);
            if (other instanceof Decoding.Decoded(_, List<Fault> faults) && faults.isEmpty()) {
                refute(five ? Version.MQTT_3_1_1 : Version.MQTT_5_0);
                return other;
            }
            return decoding;
        }

        private void broken(Fault fault, FixedHeader header, List<ByteRange> where) {
            owner.ruleBroken(
                    direction,
                    Layer.MQTT,
                    fault.what(),
                    fault.rule(),
                    Provenance.place(where, fault.at(), header.packetBytes()));
        }

        /// Holds the packet against those before it.
        private void follow(Packet packet, FixedHeader header, List<ByteRange> where) {
            boolean client = direction == Direction.FROM_CLIENT;
            Fault fault = rules.check(client, packet);
            if (fault != null) {
                broken(fault, header, where);
            }
            if (packet instanceof Packet.Connect || packet instanceof Packet.ConnAck) {
                allowAliases(fromServer, rules.aliasMaximum(false));
                allowAliases(fromClient, rules.aliasMaximum(true));
            }
        }

        private static void allowAliases(Side sender, int maximum) {
            if (maximum >= 0) {
                sender.decoder.aliasMaximum(maximum);
            }
        }

        private void count(Statistics statistics, FixedHeader header) {
            PacketType type = Objects.requireNonNull(PacketType.ofFirstByte(header.firstByte()));
            statistics.packet(protection, type, direction, header.packetBytes());
        }

        private void tell(Packet packet, List<ByteRange> where) {
            Reader.Now now = owner.now();
            owner.tell(
                    new Observation.MqttSeen(
                            owner.conversation(),
                            direction,
                            packet,
                            now.nanos,
                            where,
                            protection,
                            now.frame));
        }

        @Override
        public void malformed(String what, String rule, int offset) {
            rules.gap();
            ByteRange where = new ByteRange(owner.now().frame, offset, 1);
            owner.malformed(direction, Layer.MQTT, what, rule, where);
        }

        @Override
        public void resynchronised(long skipped) {
            Reader.Now now = owner.now();
            owner.tell(
                    new Observation.Resynchronised(
                            owner.conversation(), direction, skipped, now.nanos, now.frame));
        }
    }

    private void learn(@Nullable Version told, boolean certain) {
        if (told != null && (certain || version == null)) {
            version = told;
            this.certain |= certain;
            owner.learn(owner.conversation().with(told, certain));
        }
    }

    private void refute(Version better) {
        version = better;
        owner.learn(owner.conversation().with(better, false));
    }
}
