// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts.Alert;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.HandshakeStep;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Place;
import twinport.findings.check.CaptureFacts.Sealed;
import twinport.findings.check.CaptureFacts.Secret;
import twinport.findings.check.CaptureFacts.Subscription;
import twinport.findings.check.CaptureFacts.Tls;
import twinport.findings.check.CaptureFacts.Unsealed;
import twinport.findings.check.CaptureFacts.Will;
import twinport.wire.flow.Ending;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.mqtt.Version;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protection;

/// The facts of one connection while its observations come.
final class ConnectionFacts {
    /// CONNECT packets kept of one connection; a second one is an error already.
    private static final int LOGINS_KEPT = 4;

    private static final int SUBSCRIPTIONS_KEPT = 200;
    private static final int ALERTS_KEPT = 16;

    /// Sealed records kept of one connection, so that one does not take all the room.
    private static final int RECORDS_KEPT = 20_000;

    /// Places kept of one packet; one in more records is not compared with what these told.
    private static final int RANGES_KEPT = 64;

    private static final int SESSION_TAKEN_OVER = 0x8e;

    private Conversation last;
    private final Place opened;
    private long lastNanos;
    private @Nullable Ending ending;
    private boolean readable;
    private boolean decrypted;
    private long packets;
    private @Nullable Place takenOver;
    private final List<Login> logins = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Map<Integer, List<Integer>> unanswered = new HashMap<>();
    private final Map<HandshakeStep, Place> places = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Sealed> sealed = new ArrayList<>();
    private final List<Unsealed> unsealed = new ArrayList<>();

    ConnectionFacts(Conversation conversation, Place opened) {
        this.last = conversation;
        this.opened = opened;
        this.lastNanos = opened.nanos();
    }

    void is(Conversation conversation) {
        last = conversation;
    }

    void closed(Ending how, long nanos) {
        ending = how;
        lastNanos = Math.max(lastNanos, nanos);
    }

    void handshake(Observation.TlsHandshake seen, Place place) {
        lastNanos = Math.max(lastNanos, place.nanos());
        places.putIfAbsent(new HandshakeStep(seen.direction(), seen.message().type()), place);
    }

    void alert(Observation.TlsAlert seen) {
        if (alerts.size() < ALERTS_KEPT) {
            alerts.add(
                    new Alert(
                            seen.direction(),
                            seen.alert().level(),
                            seen.alert().description(),
                            seen.alert().name(),
                            seen.protection() == Protection.DECRYPTED,
                            new Place(seen.frame(), 0, 0, seen.epochNanos())));
        }
    }

    void sealed(Observation.TlsRecordSeen seen, Place place, CaptureFactsReader.Room room) {
        lastNanos = Math.max(lastNanos, place.nanos());
        if (sealed.size() < RECORDS_KEPT && room.take()) {
            sealed.add(new Sealed(seen.direction(), seen.length(), place));
        }
    }

    void packet(Observation.MqttSeen seen, Place place) {
        lastNanos = Math.max(lastNanos, place.nanos());
        packets++;
        readable |= seen.protection() == Protection.READABLE;
        if (seen.protection() == Protection.DECRYPTED) {
            decrypted = true;
            unsealed(seen);
        }
        switch (seen.packet()) {
            case Packet.Connect connect -> login(connect, seen.protection(), place);
            case Packet.ConnAck answer -> answered(answer);
            case Packet.Subscribe subscribe -> subscribe(subscribe, seen.protection(), place);
            case Packet.SubAck answer -> granted(answer);
            case Packet.Disconnect bye when bye.reason().number() == SESSION_TAKEN_OVER ->
                    takenOver = place;
            default -> {}
        }
    }

    private void unsealed(Observation.MqttSeen seen) {
        if (unsealed.size() < RECORDS_KEPT && seen.where().size() <= RANGES_KEPT) {
            unsealed.add(
                    new Unsealed(
                            seen.direction(),
                            seen.packet().type().name(),
                            seen.packet().header().packetBytes(),
                            FieldLengths.of(seen.packet()),
                            seen.where()));
        }
    }

    private void login(Packet.Connect connect, Protection protection, Place place) {
        if (logins.size() == LOGINS_KEPT) {
            return;
        }
        Version version = Version.ofLevel(connect.level()).orElse(Version.MQTT_3_1_1);
        byte[] password = connect.password();
        Packet.Will will = connect.will();
        logins.add(
                new Login(
                        place,
                        protection,
                        version,
                        connect.clientId(),
                        connect.userName(),
                        password == null ? null : new Secret(password),
                        connect.cleanStart(),
                        sessionExpiry(connect, version),
                        connect.keepAliveSeconds(),
                        will == null ? null : new Will(will.topic(), will.retain()),
                        maximum(connect),
                        connect.properties().text(PropertyId.AUTHENTICATION_METHOD).orElse(null),
                        null,
                        OptionalLong.empty()));
    }

    /// MQTT 5.0 §3.1.2.11.2: without the property the session ends with the connection.
    private static long sessionExpiry(Packet.Connect connect, Version version) {
        if (version == Version.MQTT_5_0) {
            return connect.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL).orElse(0);
        }
        return connect.cleanStart() ? 0 : Long.MAX_VALUE;
    }

    private static OptionalLong maximum(Packet.Connect connect) {
        return connect.properties().number(PropertyId.MAXIMUM_PACKET_SIZE);
    }

    private void answered(Packet.ConnAck answer) {
        if (!logins.isEmpty()) {
            Login asked = logins.removeLast();
            logins.add(
                    asked.answered(
                            answer.reason(),
                            answer.properties().number(PropertyId.SERVER_KEEP_ALIVE)));
        }
    }

    private void subscribe(Packet.Subscribe subscribe, Protection protection, Place place) {
        List<Integer> asked = new ArrayList<>();
        for (Packet.Subscription each : subscribe.subscriptions()) {
            if (subscriptions.size() < SUBSCRIPTIONS_KEPT) {
                asked.add(subscriptions.size());
                subscriptions.add(new Subscription(place, protection, each.topicFilter(), null));
            }
        }
        if (unanswered.size() < SUBSCRIPTIONS_KEPT) {
            unanswered.put(subscribe.packetId(), asked);
        }
    }

    private void granted(Packet.SubAck answer) {
        List<Integer> asked = unanswered.remove(answer.packetId());
        for (int i = 0; asked != null && i < Math.min(asked.size(), answer.reasons().size()); i++) {
            Subscription each = subscriptions.get(asked.get(i));
            subscriptions.set(
                    asked.get(i),
                    new Subscription(
                            each.place(),
                            each.protection(),
                            each.filter(),
                            answer.reasons().get(i).failed()));
        }
    }

    Connection facts() {
        Conversation.Tls seen = last.tls();
        return new Connection(
                last.id(),
                last.client(),
                last.server(),
                last.protocol(),
                last.webSocket() != null,
                last.mqttVersion(),
                opened,
                lastNanos,
                ending,
                seen == null
                        ? null
                        : new Tls(
                                seen.version(),
                                seen.suite(),
                                seen.serverName(),
                                seen.alpn(),
                                seen.facts(),
                                places,
                                alerts),
                readable,
                decrypted,
                logins,
                subscriptions,
                takenOver,
                sealed,
                unsealed,
                packets);
    }
}
