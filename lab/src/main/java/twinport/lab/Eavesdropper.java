// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.tls.HandshakeMessage;

/// Somebody on the wire: gets every frame of the tap and no key, and says what that tells. It is
/// the same reader that `twinport analyze` uses, and it knows nothing of boards or broker but the
/// names of addresses.
///
/// [#accept] is called by the capture's one thread; [#ports] and [#facts] may be called by any.
final class Eavesdropper {
    private static final int SAMPLE_BYTES = 64;
    private static final int LONGEST_TEXT_CHARS = 1_024;

    /// Frames whose bytes are kept, because a packet may begin in an earlier one.
    private static final int KEPT_FRAMES = 2_048;

    private final WireFacts facts;
    private final Map<Integer, Transport> transports;
    private final Consumer<WireView> sink;
    private final Map<Long, MemorySegment> frames = new LinkedHashMap<>();
    private final ArrayDeque<Long> order = new ArrayDeque<>();
    private final SortedMap<Integer, Count> counts = new TreeMap<>();

    private static final class Count {
        private long readable;
        private long sealed;
    }

    /// @param transports what the public ports carry
    Eavesdropper(
            Map<InetAddress, String> names,
            Map<Integer, Transport> transports,
            Consumer<WireView> sink) {
        this.facts = new WireFacts(names, this::observed);
        this.transports = Map.copyOf(transports);
        this.sink = sink;
        transports.keySet().forEach(port -> counts.put(port, new Count()));
    }

    void accept(CaptureBlock block) {
        switch (block) {
            case CaptureBlock.Secrets _ -> {} // an eavesdropper has no keys
            case Frame frame -> {
                keep(frame);
                facts.accept(frame);
            }
            case CaptureBlock other -> facts.accept(other);
        }
    }

    /// All that can be known so far, for those who judge it.
    WireFacts facts() {
        return facts;
    }

    List<PortView> ports() {
        synchronized (counts) {
            List<PortView> ports = new ArrayList<>();
            counts.forEach((port, count) -> {
                Transport transport = transports.get(port);
                if (transport != null) {
                    ports.add(new PortView(port, transport, count.readable, count.sealed));
                }
            });
            return ports;
        }
    }

    private void keep(Frame frame) {
        frames.put(frame.number(), frame.bytes());
        order.add(frame.number());
        if (order.size() > KEPT_FRAMES) {
            frames.remove(order.remove());
        }
    }

    private void observed(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen seen -> mqtt(seen);
            case Observation.TlsRecordSeen seen when seen.sealedApplication() -> sealed(seen);
            case Observation.TlsHandshake seen -> handshake(seen);
            case Observation.TlsAlert seen ->
                    tell(
                            seen.conversation(),
                            seen.direction(),
                            seen.epochNanos(),
                            "TLS alert",
                            Optional.of(seen.alert().name()),
                            List.of(),
                            seen.frame());
            case Observation _ -> {} // not shown in the short view; `analyze` has it
        }
    }

    private void mqtt(Observation.MqttSeen seen) {
        if (seen.protection() != Protection.READABLE) {
            return;
        }
        if (seen.packet() instanceof Packet.Publish) {
            count(seen.conversation(), true);
        }
        var shown = withoutPassword(seen.packet(), seen.where());
        var view =
                view(
                        seen.conversation(),
                        seen.direction(),
                        seen.epochNanos(),
                        seen.packet().type().name(),
                        true,
                        topic(seen.packet()),
                        text(seen.packet()),
                        shown,
                        seen.frame());
        sink.accept(view);
    }

    /// A password is the last field of its CONNECT (MQTT 5.0 section 3.1.3.6); the wire has it, a
    /// page that is shown around must not.
    private static List<ByteRange> withoutPassword(Packet packet, List<ByteRange> where) {
        if (!(packet instanceof Packet.Connect connect)) {
            return where;
        }
        byte[] password = connect.password();
        int left = where.stream().mapToInt(ByteRange::length).sum();
        left -= password == null ? 0 : password.length;
        List<ByteRange> shown = new ArrayList<>();
        for (ByteRange range : where) {
            int length = Math.min(range.length(), left);
            left -= length;
            if (length > 0) {
                shown.add(new ByteRange(range.frame(), range.offset(), length));
            }
        }
        return shown;
    }

    private void sealed(Observation.TlsRecordSeen seen) {
        count(seen.conversation(), false);
        tell(
                seen.conversation(),
                seen.direction(),
                seen.epochNanos(),
                "TLS application data",
                Optional.empty(),
                seen.where(),
                seen.frame());
    }

    private void handshake(Observation.TlsHandshake seen) {
        switch (seen.message()) {
            case HandshakeMessage.ClientHello hello ->
                    tell(
                            seen.conversation(),
                            seen.direction(),
                            seen.epochNanos(),
                            "TLS ClientHello",
                            Optional.ofNullable(hello.serverName()).map(name -> "asks for " + name),
                            seen.where(),
                            seen.frame());
            case HandshakeMessage.ServerHello _ ->
                    tell(
                            seen.conversation(),
                            seen.direction(),
                            seen.epochNanos(),
                            "TLS ServerHello",
                            Optional.ofNullable(seen.conversation().tls())
                                    .map(tls -> tls.version() + ", " + tls.suite()),
                            seen.where(),
                            seen.frame());
            case HandshakeMessage.Certificates certificates ->
                    tell(
                            seen.conversation(),
                            seen.direction(),
                            seen.epochNanos(),
                            "TLS Certificate",
                            Optional.of(certificates.chain().size() + " in clear"),
                            seen.where(),
                            seen.frame());
            case HandshakeMessage _ -> {} // says nothing that fits one line
        }
    }

    private void count(Conversation conversation, boolean readable) {
        synchronized (counts) {
            var count = counts.computeIfAbsent(conversation.server().port(), port -> new Count());
            if (readable) {
                count.readable++;
            } else {
                count.sealed++;
            }
        }
    }

    private void tell(
            Conversation conversation,
            Direction direction,
            long epochNanos,
            String kind,
            Optional<String> text,
            List<ByteRange> where,
            long frame) {
        sink.accept(
                view(
                        conversation,
                        direction,
                        epochNanos,
                        kind,
                        false,
                        null,
                        text.orElse(null),
                        where,
                        frame));
    }

    private WireView view(
            Conversation conversation,
            Direction direction,
            long epochNanos,
            String kind,
            boolean readable,
            @Nullable String topic,
            @Nullable String text,
            List<ByteRange> where,
            long frame) {
        return new WireView(
                Instant.ofEpochSecond(0, epochNanos),
                conversation.server().port(),
                facts.name(conversation.client()),
                direction == Direction.FROM_CLIENT,
                kind,
                readable,
                topic,
                text,
                where.stream().mapToInt(ByteRange::length).sum(),
                sample(where),
                frame);
    }

    private String sample(List<ByteRange> where) {
        var bytes = new ByteArrayOutputStream();
        for (ByteRange range : where) {
            MemorySegment frame = frames.get(range.frame());
            int wanted = Math.min(range.length(), SAMPLE_BYTES - bytes.size());
            if (frame == null || wanted <= 0 || range.offset() + wanted > frame.byteSize()) {
                break;
            }
            bytes.writeBytes(frame.asSlice(range.offset(), wanted).toArray(ValueLayout.JAVA_BYTE));
        }
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static @Nullable String topic(Packet packet) {
        return packet instanceof Packet.Publish publish ? publish.effectiveTopic() : null;
    }

    private static @Nullable String text(Packet packet) {
        return switch (packet) {
            case Packet.Publish publish ->
                    shortened(new String(publish.payload(), StandardCharsets.UTF_8));
            case Packet.Connect connect -> shortened(describe(connect));
            case Packet.Subscribe subscribe ->
                    shortened(
                            subscribe.subscriptions().stream()
                                    .map(Packet.Subscription::topicFilter)
                                    .collect(Collectors.joining(", ")));
            default -> null;
        };
    }

    /// The password is masked here though the wire has it: a screen is shown around.
    private static String describe(Packet.Connect connect) {
        var text = new StringBuilder("client id ").append(connect.clientId());
        if (connect.userName() != null) {
            text.append(", user ").append(connect.userName());
        }
        byte[] password = connect.password();
        if (password != null) {
            text.append(", password of ").append(password.length).append(" characters in clear");
        }
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT_CHARS
                ? text
                : text.substring(0, LONGEST_TEXT_CHARS) + "…";
    }
}
