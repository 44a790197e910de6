// SPDX-License-Identifier: MIT
package twinport.findings.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// Reads capture blocks and sums up what they expose.
///
/// ```
/// var reader = new ExposureReader();
/// try (var file = CaptureFile.open(path)) {
///     file.forEach(reader::accept);
/// }
/// Exposure exposure = reader.finish();
/// ```
public final class ExposureReader {
    /// Messages that are kept in full.
    public static final int MESSAGES_KEPT = 10_000;

    /// Faults that are kept in full.
    public static final int FAULTS_KEPT = 1_000;

    /// Conversations that are kept one by one; ports count all of them.
    public static final int CONVERSATIONS_KEPT = 10_000;

    private static final int LONGEST_TEXT_CHARS = 200;

    /// Conversations that are remembered as counted where only some are wanted.
    private static final int COUNTED_MAX = 1 << 20;

    private final Reader reader = new Reader(this::observed);
    private final @Nullable Predicate<? super Observation> wanted;
    private final Set<Long> counted = new HashSet<>();
    private final Map<Long, ConversationNotes> conversations = new LinkedHashMap<>();
    private final SortedMap<Integer, Tally> ports = new TreeMap<>();
    private final List<MessageExposure> messages = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private long frames;
    private long messagesInAll;
    private long faultsInAll;
    private long gapBytes;

    private static final class Tally {
        private long conversations;
        private long readable;
        private long sealed;
        private long sealedBytes;
        private long decrypted;
    }

    /// Nothing read yet.
    public ExposureReader() {
        this.wanted = null;
    }

    /// Sums up only some packets, records and handshake messages, and the conversations they are
    /// of. Faults and gaps are told all the same.
    ///
    /// @param wanted is asked about MQTT packets and all of TLS, in their order
    public ExposureReader(Predicate<? super Observation> wanted) {
        this.wanted = wanted;
    }

    /// Reads the next block of the capture.
    public void accept(CaptureBlock block) {
        if (block instanceof Frame) {
            frames++;
        }
        reader.accept(block);
    }

    /// The capture is over.
    public Exposure finish() {
        reader.end();
        SortedMap<Integer, PortExposure> byPort = new TreeMap<>();
        ports.forEach((port, t) ->
                byPort.put(
                        port,
                        new PortExposure(
                                port,
                                t.conversations,
                                t.readable,
                                t.sealed,
                                t.sealedBytes,
                                t.decrypted)));
        return new Exposure(
                frames,
                byPort,
                conversations.values().stream().map(ConversationNotes::exposure).toList(),
                List.copyOf(messages),
                messagesInAll,
                List.copyOf(faults),
                faultsInAll,
                gapBytes);
    }

    private void observed(Observation observation) {
        if (wanted == null) {
            observe(observation);
            return;
        }
        Conversation conversation =
                switch (observation) {
                    case Observation.MqttSeen seen -> seen.conversation();
                    case Observation.TlsRecordSeen seen -> seen.conversation();
                    case Observation.TlsHandshake seen -> seen.conversation();
                    case Observation.TlsAlert seen -> seen.conversation();
                    default -> null;
                };
        if (conversation != null && wanted.test(observation)) {
            if (counted.size() < COUNTED_MAX && counted.add(conversation.id())) {
                opened(conversation);
            }
            observe(observation);
        } else if (conversation == null && isWanted(observation)) {
            observe(observation);
        }
    }

    /// Whether what is no packet or record is told: it belongs to a conversation that has wanted
    /// ones, or to none.
    private boolean isWanted(Observation observation) {
        return switch (observation) {
            case Observation.ConversationOpened _ -> false;
            case Observation.ProtocolRecognised seen -> counted.contains(seen.conversation().id());
            case Observation.ConversationClosed seen -> counted.contains(seen.conversation().id());
            case Observation.Undecryptable seen -> counted.contains(seen.conversation().id());
            default -> true;
        };
    }

    private void observe(Observation observation) {
        switch (observation) {
            case Observation.ConversationOpened opened -> opened(opened.conversation());
            case Observation.ProtocolRecognised seen -> notes(seen.conversation());
            case Observation.ConversationClosed closed ->
                    notes(closed.conversation()).closed(closed.ending());
            case Observation.TlsHandshake seen -> notes(seen.conversation());
            case Observation.TlsAlert seen -> notes(seen.conversation());
            case Observation.TlsRecordSeen seen when seen.sealedApplication() -> sealed(seen);
            case Observation.TlsRecordSeen _ -> {}
            case Observation.MqttSeen seen -> mqtt(seen);
            case Observation.Undecryptable seen ->
                    notes(seen.conversation()).undecryptable(seen.reason());
            case Observation.Gap gap -> gapBytes += gap.bytes();
            case Observation.Resynchronised _,
                    Observation.WebSocketOpened _,
                    Observation.WebSocketClosed _ -> {}
            case Observation.RuleBroken broken ->
                    fault(
                            "frame " + broken.frame() + ", byte " + broken.offset(),
                            broken.what() + ", read nevertheless",
                            broken.rule());
            case Observation.Malformed malformed ->
                    fault(
                            "frame " + malformed.frame() + ", byte " + malformed.offset(),
                            malformed.what(),
                            malformed.rule());
            case Observation.Contradiction contradiction ->
                    fault(
                            "frame "
                                    + contradiction.again().frame()
                                    + ", byte "
                                    + contradiction.again().offset(),
                            "a repetition with other bytes than frame "
                                    + contradiction.first().frame()
                                    + " sent, from byte "
                                    + contradiction.first().offset(),
                            "RFC 9293 §3.4: a sequence number stands for one byte");
            case Observation.CaptureDamaged damaged ->
                    fault(
                            "byte " + damaged.fault().position() + " of the file",
                            damaged.fault().what(),
                            damaged.fault().rule());
        }
    }

    private void opened(Conversation conversation) {
        port(conversation).conversations++;
        notes(conversation);
    }

    private Tally port(Conversation conversation) {
        return ports.computeIfAbsent(conversation.server().port(), port -> new Tally());
    }

    private ConversationNotes notes(Conversation conversation) {
        var notes = conversations.get(conversation.id());
        if (notes == null) {
            notes = new ConversationNotes(conversation);
            if (conversations.size() < CONVERSATIONS_KEPT) {
                conversations.put(conversation.id(), notes);
            }
        }
        notes.is(conversation);
        return notes;
    }

    private void sealed(Observation.TlsRecordSeen seen) {
        Tally port = port(seen.conversation());
        port.sealed++;
        port.sealedBytes += seen.length();
        notes(seen.conversation()).sealed(seen.length());
    }

    private void mqtt(Observation.MqttSeen seen) {
        notes(seen.conversation()).packet(seen.packet(), seen.protection());
        if (seen.packet() instanceof Packet.Publish publish) {
            Tally port = port(seen.conversation());
            switch (seen.protection()) {
                case READABLE -> port.readable++;
                case DECRYPTED -> port.decrypted++;
            }
            messagesInAll++;
            if (messages.size() < MESSAGES_KEPT) {
                messages.add(message(seen, publish));
            }
        }
    }

    private static MessageExposure message(Observation.MqttSeen seen, Packet.Publish publish) {
        return new MessageExposure(
                seen.frame(),
                Instant.ofEpochSecond(0, seen.epochNanos()).toString(),
                seen.conversation().server().port(),
                ConversationNotes.topicOf(publish),
                text(publish.payload()),
                publish.payload().length,
                publish.qos(),
                publish.header().retain(),
                seen.protection() == Protection.DECRYPTED);
    }

    private static String text(byte[] payload) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException e) {
            text = HexFormat.of().formatHex(payload);
        }
        return text.length() <= LONGEST_TEXT_CHARS
                ? text
                : text.substring(0, LONGEST_TEXT_CHARS) + "…";
    }

    private void fault(String where, String what, String rule) {
        faultsInAll++;
        if (faults.size() < FAULTS_KEPT) {
            faults.add(new Fault(where, what, rule));
        }
    }
}
