// SPDX-License-Identifier: MIT
package twinport.findings.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import twinport.findings.report.ConversationExposure.Identity;
import twinport.wire.flow.Ending;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Conversation;
import twinport.wire.read.Protection;

/// What is noted of one conversation while its observations come.
final class ConversationNotes {
    /// Different topics, identities and reasons kept for one conversation.
    private static final int KEPT = 1_000;

    private Conversation last;
    private String ending = "still open";
    private boolean decrypted;
    private final SortedMap<String, Long> packets = new TreeMap<>();
    private final Map<String, Long> topics = new LinkedHashMap<>();
    private final List<Identity> identities = new ArrayList<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private long sealedRecords;
    private long sealedBytes;

    ConversationNotes(Conversation conversation) {
        this.last = conversation;
    }

    void is(Conversation conversation) {
        last = conversation;
    }

    void sealed(int bytes) {
        sealedRecords++;
        sealedBytes += bytes;
    }

    void undecryptable(String reason) {
        if (reasons.size() < KEPT) {
            reasons.add(reason);
        }
    }

    void closed(Ending how) {
        ending = how.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void packet(Packet packet, Protection protection) {
        decrypted |= protection == Protection.DECRYPTED;
        packets.merge(packet.type().name(), 1L, Long::sum);
        switch (packet) {
            case Packet.Connect connect when identities.size() < KEPT ->
                    identities.add(
                            new Identity(
                                    connect.clientId(),
                                    connect.userName(),
                                    Optional.ofNullable(connect.password())
                                            .map(password -> masked(password.length))
                                            .orElse(null)));
            case Packet.Publish publish -> topic(topicOf(publish));
            case Packet _ -> {}
        }
    }

    private void topic(String topic) {
        if (topics.size() < KEPT || topics.containsKey(topic)) {
            topics.merge(topic, 1L, Long::sum);
        }
    }

    static String topicOf(Packet.Publish publish) {
        String topic = publish.effectiveTopic();
        return topic == null ? "(a topic alias that was set before the capture)" : topic;
    }

    /// The capture has the password; a report must not spread it.
    static String masked(int length) {
        return "*** (" + length + " bytes)";
    }

    ConversationExposure exposure() {
        var tls = last.tls();
        return new ConversationExposure(
                last.id(),
                last.client().toString(),
                last.server().toString(),
                protocol(),
                last.mqttVersion() == null ? null : last.mqttVersion().toString(),
                tls == null || tls.version() == null ? null : tls.version().toString(),
                tls == null ? null : tls.suite(),
                tls == null ? null : tls.serverName(),
                tls == null ? null : tls.alpn(),
                ending,
                decrypted,
                packets,
                sealedRecords,
                sealedBytes,
                List.copyOf(identities),
                topics,
                List.copyOf(reasons));
    }

    private String protocol() {
        String mqtt = last.webSocket() == null ? "MQTT" : "MQTT in WebSocket";
        return switch (last.protocol()) {
            case PLAIN_MQTT -> mqtt;
            case WEBSOCKET -> last.mqttVersion() == null ? "WebSocket" : mqtt;
            case TLS -> decrypted ? mqtt + " in TLS" : "TLS";
            case UNKNOWN -> "unknown";
        };
    }
}
