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
import twinport.wire.mqtt.Decoding;
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
    private final @Nullable Statistics counting;
    private @Nullable Version version;

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
        side(direction).framer.gap(bytes);
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
            Version assumed = version;
            if (assumed == null) {
                assumed = VersionGuess.of(header, data, body);
                learn(assumed, false);
            }
            if (assumed == null) {
                assumed = Version.MQTT_3_1_1;
            }
            if (counting != null && Soundness.isSound(header, data, body, assumed)) {
                count(counting, header);
                return;
            }
            switch (decoder.decode(header, data, body, assumed)) {
                case Decoding.Decoded(Packet packet) -> {
                    if (packet instanceof Packet.Connect connect) {
                        learn(Version.ofLevel(connect.level()).orElse(null), true);
                    }
                    if (counting != null) {
                        count(counting, header);
                    } else {
                        tell(packet, where);
                    }
                }
                case Decoding.Malformed(int at, String what, String rule) ->
                        owner.malformed(
                                direction,
                                Layer.MQTT,
                                what,
                                rule,
                                Provenance.place(where, at, header.packetBytes()));
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
            owner.learn(owner.conversation().with(told, certain));
        }
    }
}
