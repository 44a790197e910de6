// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Provenance;
import twinport.wire.mqtt.Decoding;
import twinport.wire.mqtt.FixedHeader;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PacketDecoder;
import twinport.wire.mqtt.PacketFramer;
import twinport.wire.mqtt.PacketSink;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.mqtt.Version;

/// One MQTT connection of an audit, spoken packet by packet. For one thread.
final class MqttTalk implements AutoCloseable {
    /// Lines that are kept of what was said.
    private static final int STEPS_MAX = 64;

    /// Packets that are kept while another is waited for.
    private static final int WAITING_MAX = 256;

    private final Socket socket;
    private final Duration patience;
    private final Version version;
    private final MqttWords words;
    private final PacketDecoder decoder = new PacketDecoder();
    private final PacketFramer framer = new PacketFramer(new Sink());
    private final Deque<Packet> waiting = new ArrayDeque<>();
    private final List<String> steps = new ArrayList<>();
    private final byte[] buffer = new byte[16 * 1024];
    private long chunks;
    private int packetIds;
    private boolean ended;

    /// @param socket connected, TLS done where it is wanted
    MqttTalk(Socket socket, Duration patience, Version version) {
        this.socket = socket;
        this.patience = patience;
        this.version = version;
        this.words = new MqttWords(version);
    }

    /// Who somebody says to be.
    record Name(String clientId, Optional<String> userName, Optional<String> password) {}

    /// The broker's answer; absent where it ended or said nothing.
    Optional<Packet.ConnAck> connect(Name name) {
        step(
                "client: CONNECT, "
                        + version
                        + ", client id "
                        + name.clientId()
                        + name.userName()
                                .map(user -> ", user name " + user)
                                .orElse(", no user name")
                        + (name.password().isPresent() ? ", a password" : ", no password"));
        return say(words.connect(name.clientId(), name.userName(), name.password()))
                .flatMap(_ -> await(Packet.ConnAck.class, _ -> true));
    }

    /// The broker's answer to a filter; absent where it ended or said nothing.
    Optional<ReasonCode> subscribe(String filter) {
        step("client: SUBSCRIBE " + filter);
        return say(words.subscribe(++packetIds, filter, 1))
                .flatMap(_ -> await(Packet.SubAck.class, _ -> true))
                .flatMap(ack -> ack.reasons().stream().findFirst());
    }

    /// The broker's answer to a message of QoS 1; absent where it ended or said nothing.
    Optional<ReasonCode> publish(String topic, byte[] payload) {
        step("client: PUBLISH " + topic + ", " + payload.length + " bytes, QoS 1");
        return say(words.publish(++packetIds, topic, payload))
                .flatMap(_ -> await(Packet.PubAck.class, _ -> true))
                .map(Packet.PubAck::reason);
    }

    /// A message that the broker hands over in time.
    Optional<Packet.Publish> message(Predicate<Packet.Publish> wanted) {
        return await(Packet.Publish.class, wanted);
    }

    /// Whether the broker still answers a PINGREQ.
    boolean alive() {
        step("client: PINGREQ");
        return say(words.ping()).flatMap(_ -> await(Packet.PingResp.class, _ -> true)).isPresent();
    }

    /// What was said, a step a line.
    List<String> steps() {
        return List.copyOf(steps);
    }

    boolean ended() {
        return ended;
    }

    private Optional<Boolean> say(byte[] packet) {
        try {
            socket.getOutputStream().write(packet);
            return Optional.of(true);
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private <P extends Packet> Optional<P> await(Class<P> type, Predicate<P> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
                if (type.isInstance(packet) && wanted.test(type.cast(packet))) {
                    return Optional.of(type.cast(packet));
                }
            }
            long left = end - System.nanoTime();
            if (ended || left <= 0) {
                return Optional.empty();
            }
            hear(left);
        }
    }

    private void hear(long nanos) {
        try {
            socket.setSoTimeout(Math.max(1, Math.toIntExact(nanos / 1_000_000)));
            InputStream in = socket.getInputStream();
            int count = in.read(buffer);
            if (count < 0) {
                end("closed");
                return;
            }
            chunks++;
            framer.bytes(MemorySegment.ofArray(buffer), 0, count, new Provenance().in(chunks, 0));
        } catch (SocketTimeoutException e) {
            step("nothing came in time");
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private void end(String why) {
        if (!ended) {
            ended = true;
            step("server: ended the connection (" + why + ")");
        }
    }

    private void step(String what) {
        if (steps.size() < STEPS_MAX) {
            steps.add(what);
        }
    }

    @Override
    public void close() {
        if (!ended) {
            say(words.disconnect());
        }
        try {
            socket.close();
        } catch (IOException e) {
            end(String.valueOf(e.getMessage()));
        }
    }

    private final class Sink implements PacketSink {
        @Override
        public void packet(
                FixedHeader header, MemorySegment data, long body, List<ByteRange> where) {
            switch (decoder.decode(header, data, body, version)) {
                case Decoding.Decoded(Packet packet, var _) -> {
                    step("server: " + said(packet));
                    if (packet instanceof Packet.Publish publish && publish.qos() == 1) {
                        say(words.acknowledge(publish.packetId()));
                    }
                    if (waiting.size() < WAITING_MAX) {
                        waiting.add(packet);
                    }
                }
                case Decoding.Malformed(var _, String what, String rule) -> end(what + ", " + rule);
            }
        }

        private String said(Packet packet) {
            return switch (packet) {
                case Packet.ConnAck ack -> "CONNACK " + ack.reason().name();
                case Packet.SubAck ack ->
                        "SUBACK " + ack.reasons().stream().map(ReasonCode::name).toList();
                case Packet.PubAck ack -> "PUBACK " + ack.reason().name();
                case Packet.Disconnect bye -> "DISCONNECT " + bye.reason().name();
                case Packet.Publish publish ->
                        "PUBLISH "
                                + publish.effectiveTopic()
                                + ", "
                                + publish.payload().length
                                + " bytes";
                case Packet other -> other.type().toString();
            };
        }

        @Override
        public void malformed(String what, String rule, int offset) {
            end(what + ", " + rule);
        }

        @Override
        public void resynchronised(long skipped) {
            step("server: " + skipped + " bytes that are no packet");
        }
    }
}
