// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.CaptureFacts.NameSeen;
import twinport.findings.check.CaptureFacts.Payload;
import twinport.findings.check.CaptureFacts.Place;
import twinport.wire.flow.ByteRange;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Properties;
import twinport.wire.mqtt.Property;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// Reads capture blocks and keeps the facts that the rules judge.
///
/// ```
/// var reader = new CaptureFactsReader("lab.pcapng");
/// try (var file = CaptureFile.open(path)) {
///     file.forEach(reader::accept);
/// }
/// List<Finding> findings = CaptureRules.all().judge(Catalogue.read(), reader.finish());
/// ```
///
/// What it keeps is bounded; [CaptureFacts#left] says what there was no room for.
public final class CaptureFactsReader {
    /// Connections that are kept, the first ones.
    public static final int CONNECTIONS_KEPT = 10_000;

    /// PUBLISH packets that are kept, the first ones.
    public static final int MESSAGES_KEPT = 50_000;

    /// The first bytes of a payload that are kept.
    public static final int PAYLOAD_BYTES_KEPT = 512;

    /// Sealed records that are kept of all connections together.
    public static final int RECORDS_KEPT = 500_000;

    /// Datagrams with names or the time that are kept.
    public static final int NAMES_KEPT = 2_000;

    private final String subject;
    private final Consumer<? super Observation> beside;
    private final Reader reader = new Reader(this::observed);
    private final NameTraffic names = new NameTraffic(this::named);
    private final Map<Long, ConnectionFacts> connections = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<NameSeen> namesSeen = new ArrayList<>();
    private final Room records = new Room(RECORDS_KEPT);
    private boolean interfaces;
    private boolean tapped = true;
    private long lastNanos;
    private long connectionsLeft;
    private long messagesLeft;
    private long namesLeft;

    /// How much more may be kept.
    static final class Room {
        private int free;
        private long refused;

        Room(int free) {
            this.free = free;
        }

        boolean take() {
            if (free == 0) {
                refused++;
                return false;
            }
            free--;
            return true;
        }
    }

    /// @param subject the capture's name, for the report
    public CaptureFactsReader(String subject) {
        this(subject, _ -> {});
    }

    /// @param subject the capture's name, for the report
    /// @param beside is told everything that is read, for who would read the same bytes again
    public CaptureFactsReader(String subject, Consumer<? super Observation> beside) {
        this.subject = subject;
        this.beside = beside;
        reader.tellFrames(_ -> {});
    }

    /// Reads the next block of the capture.
    public void accept(CaptureBlock block) {
        if (block instanceof CaptureBlock.Interface seen) {
            interfaces = true;
            tapped &= seen.name().equals("relay tap") || seen.description().startsWith("relay tap");
        }
        reader.accept(block);
        if (block instanceof Frame frame) {
            lastNanos = Math.max(lastNanos, frame.epochNanos());
            var facts = reader.facts();
            if (facts != null) {
                names.accept(frame, facts);
            }
        }
    }

    /// The capture is over.
    public CaptureFacts finish() {
        reader.end();
        return soFar();
    }

    /// What was read so far, while the capture goes on: connections that still stand have no
    /// ending.
    public CaptureFacts soFar() {
        List<Connection> all = connections.values().stream().map(ConnectionFacts::facts).toList();
        return new CaptureFacts(
                subject, interfaces && tapped, all, messages, namesSeen, lastNanos, left());
    }

    private List<String> left() {
        List<String> left = new ArrayList<>();
        Consumer<String> say =
                what -> left.add(what + " were not judged: there were more than are kept");
        if (connectionsLeft > 0) {
            say.accept(connectionsLeft + " connections");
        }
        if (messagesLeft > 0) {
            say.accept(messagesLeft + " messages");
        }
        if (records.refused > 0) {
            say.accept(records.refused + " sealed records");
        }
        if (namesLeft > 0) {
            say.accept(namesLeft + " datagrams with names");
        }
        return left;
    }

    private void named(NameSeen seen) {
        if (namesSeen.size() < NAMES_KEPT) {
            namesSeen.add(seen);
        } else {
            namesLeft++;
        }
    }

    private void observed(Observation observation) {
        beside.accept(observation);
        switch (observation) {
            case Observation.ConversationOpened seen ->
                    open(seen.conversation(), new Place(seen.frame(), 0, 0, seen.epochNanos()));
            case Observation.ProtocolRecognised seen -> with(seen.conversation(), _ -> {});
            case Observation.ConversationClosed seen ->
                    with(seen.conversation(), c -> c.closed(seen.ending(), seen.epochNanos()));
            case Observation.TlsHandshake seen ->
                    with(seen.conversation(), c -> c.handshake(seen, place(seen)));
            case Observation.TlsAlert seen -> with(seen.conversation(), c -> c.alert(seen));
            case Observation.TlsRecordSeen seen when seen.sealedApplication() ->
                    with(seen.conversation(), c -> c.sealed(seen, place(seen), records));
            case Observation.WebSocketOpened seen -> with(seen.conversation(), _ -> {});
            case Observation.MqttSeen seen -> mqtt(seen);
            default -> {}
        }
    }

    private static Place place(Observation.TlsHandshake seen) {
        return place(seen.where(), seen.frame(), seen.epochNanos());
    }

    private static Place place(Observation.TlsRecordSeen seen) {
        return place(seen.where(), seen.frame(), seen.epochNanos());
    }

    static Place place(List<ByteRange> where, long frame, long nanos) {
        if (where.isEmpty()) {
            return new Place(frame, 0, 0, nanos);
        }
        ByteRange first = where.getFirst();
        return new Place(first.frame(), first.offset(), first.length(), nanos);
    }

    private void open(Conversation conversation, Place place) {
        if (connections.size() < CONNECTIONS_KEPT) {
            connections.put(conversation.id(), new ConnectionFacts(conversation, place));
        } else {
            connectionsLeft++;
        }
    }

    private void with(Conversation conversation, Consumer<? super ConnectionFacts> work) {
        ConnectionFacts facts = connections.get(conversation.id());
        if (facts != null) {
            facts.is(conversation);
            work.accept(facts);
        }
    }

    private void mqtt(Observation.MqttSeen seen) {
        Place place = place(seen.where(), seen.frame(), seen.epochNanos());
        with(seen.conversation(), c -> c.packet(seen, place));
        if (seen.packet() instanceof Packet.Publish publish) {
            if (messages.size() < MESSAGES_KEPT && connections.containsKey(id(seen))) {
                messages.add(message(seen, publish, place));
            } else {
                messagesLeft++;
            }
        }
    }

    private static long id(Observation.MqttSeen seen) {
        return seen.conversation().id();
    }

    private static Message message(Observation.MqttSeen seen, Packet.Publish publish, Place place) {
        String topic = publish.effectiveTopic();
        Properties properties = publish.properties();
        return new Message(
                id(seen),
                seen.direction(),
                place,
                seen.protection(),
                seen.conversation().mqttVersion(),
                topic == null ? "" : topic,
                publish.qos(),
                publish.header().retain(),
                publish.header().dup(),
                payload(publish.payload()),
                publish.payload().length,
                publish.header().headerBytes() + publish.header().remainingLength(),
                properties.text(PropertyId.RESPONSE_TOPIC).orElse(null),
                correlation(properties),
                expiry(properties));
    }

    private static Payload payload(byte[] all) {
        return new Payload(java.util.Arrays.copyOf(all, Math.min(all.length, PAYLOAD_BYTES_KEPT)));
    }

    private static @Nullable String correlation(Properties properties) {
        for (Property property : properties.list()) {
            if (property instanceof Property.Binary(PropertyId id, byte[] value)
                    && id == PropertyId.CORRELATION_DATA) {
                return java.util.HexFormat.of().formatHex(value);
            }
        }
        return null;
    }

    private static OptionalLong expiry(Properties properties) {
        return properties.number(PropertyId.MESSAGE_EXPIRY_INTERVAL);
    }
}
