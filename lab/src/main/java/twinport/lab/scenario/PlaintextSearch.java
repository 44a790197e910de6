// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import twinport.broker.Message;
import twinport.broker.Side;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;
import twinport.wire.read.Reader;

/// Looks through a capture, without keys, for what was meant to travel over TLS only.
///
/// What that was is known from the broker: the topics and payloads of the messages that came over
/// TLS. Whether it can be read is found out from the captured bytes alone: no packet of the board
/// is readable, no readable packet of anybody carries such a topic, and none of these texts stands
/// in the bytes of a frame.
final class PlaintextSearch {
    /// Shorter texts stand somewhere by chance.
    private static final int SHORTEST_CHARS = 8;

    private static final int MAXIMUM_TEXTS = 2_000;
    private static final int SHOWN_CHARS = 80;

    /// The headers below TCP, whatever the link.
    private static final int HEADER_BYTES = 72;

    private final Set<String> boards;
    private final Set<String> topics = new TreeSet<>();
    private final Set<String> payloads = new TreeSet<>();
    private final Set<InetAddress> addresses = new HashSet<>();
    private final Reader reader = new Reader(this::observed);
    private final List<String> seen = new ArrayList<>();
    private int messages;
    private long sealed;

    /// @param boards whose traffic must be sealed
    /// @param alone whether there are no others, so that all that came over TLS is theirs
    /// @param published all that the broker took
    PlaintextSearch(Set<String> boards, boolean alone, List<Message> published) {
        this.boards = Set.copyOf(boards);
        Set<String> elsewhere = new HashSet<>();
        for (Message message : published) {
            if (message.sender().side().equals(Optional.of(Side.TLS))) {
                if (alone || boards.contains(message.sender().identity())) {
                    messages++;
                    add(topics, message.topic());
                    add(payloads, message.text());
                }
            } else {
                elsewhere.add(message.topic());
            }
        }
        topics.removeAll(elsewhere); // used in clear by others, with every right
    }

    private static void add(Set<String> texts, String text) {
        if (texts.size() < MAXIMUM_TEXTS) {
            texts.add(text);
        }
    }

    /// How many messages of these boards came over TLS.
    int messages() {
        return messages;
    }

    /// Sealed records of these boards on the wire.
    long sealed() {
        return sealed;
    }

    /// Reads the capture; what is readable, with the frame where it stands, at most a few.
    List<String> read(Path capture) throws IOException {
        try (var file = CaptureFile.open(capture)) {
            file.forEach(this::accept);
        }
        reader.end();
        return seen;
    }

    private void accept(CaptureBlock block) {
        switch (block) {
            case CaptureBlock.Secrets _ -> {} // nobody on the wire has them
            case CaptureBlock.Names names -> {
                names.names()
                        .forEach((address, name) -> {
                            if (boards.contains(name)) {
                                addresses.add(address);
                            }
                        });
                reader.accept(names);
            }
            case Frame frame -> {
                reader.accept(frame);
                search(frame);
            }
            case CaptureBlock other -> reader.accept(other);
        }
    }

    private void observed(Observation observation) {
        switch (observation) {
            case Observation.MqttSeen mqtt when mqtt.protection() == Protection.READABLE ->
                    readable(mqtt);
            case Observation.TlsRecordSeen record when record.sealedApplication() -> {
                if (addresses.contains(record.conversation().client().address())) {
                    sealed++;
                }
            }
            case Observation _ -> {}
        }
    }

    private void readable(Observation.MqttSeen mqtt) {
        if (addresses.contains(mqtt.conversation().client().address())) {
            found(mqtt.frame(), "a readable " + mqtt.packet().type() + " of the board");
        } else if (mqtt.packet() instanceof Packet.Publish publish
                && topics.contains(String.valueOf(publish.effectiveTopic()))) {
            found(
                    mqtt.frame(),
                    "a message on "
                            + publish.effectiveTopic()
                            + ", which had come over TLS, in clear with "
                            + mqtt.conversation().client());
        }
    }

    private void search(Frame frame) {
        String bytes = new String(frame.bytes().toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
        search(frame.number(), bytes, topics);
        String headers = bytes.substring(0, Math.min(bytes.length(), HEADER_BYTES));
        for (InetAddress address : addresses) {
            if (headers.contains(new String(address.getAddress(), ISO_8859_1))) {
                search(frame.number(), bytes, payloads);
            }
        }
    }

    private void search(long frame, String bytes, Set<String> texts) {
        for (String text : texts) {
            if (text.length() >= SHORTEST_CHARS
                    && bytes.contains(new String(text.getBytes(UTF_8), ISO_8859_1))) {
                found(frame, "\"" + shortened(text) + "\"");
                return;
            }
        }
    }

    private void found(long frame, String what) {
        if (seen.size() < 3) {
            seen.add("frame " + frame + ": " + what);
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
