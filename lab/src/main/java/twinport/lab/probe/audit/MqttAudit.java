// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.MqttPort;
import twinport.findings.check.BrokerProbeFacts.Named;
import twinport.findings.check.BrokerProbeFacts.Result;
import twinport.lab.probe.audit.AuditSettings.Account;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.mqtt.Version;

/// Asks a port about its MQTT: who gets in, and what they may do.
final class MqttAudit {
    static final byte[] PAYLOAD = "twinport audit".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> WILDCARDS = List.of("#", "+/#");
    private static final String OF_THE_BROKER = "$SYS/#";

    /// Topics of another identity that are tried.
    private static final int OTHERS_MAX = 8;

    private static final List<PropertyId> LIMITS =
            List.of(
                    PropertyId.RECEIVE_MAXIMUM,
                    PropertyId.MAXIMUM_PACKET_SIZE,
                    PropertyId.TOPIC_ALIAS_MAXIMUM,
                    PropertyId.MAXIMUM_QOS,
                    PropertyId.RETAIN_AVAILABLE,
                    PropertyId.SERVER_KEEP_ALIVE,
                    PropertyId.SESSION_EXPIRY_INTERVAL,
                    PropertyId.WILDCARD_SUBSCRIPTION_AVAILABLE,
                    PropertyId.SHARED_SUBSCRIPTION_AVAILABLE);

    /// Opens connections to one port.
    interface Door {
        /// @param as nobody: without certificate
        /// @throws IOException when the connection cannot be made
        MqttTalk open(Optional<Account> as, Version version) throws IOException;

        /// Why an account may not be used on this port; empty where it may.
        Optional<String> withheld(Account account);
    }

    private final String address;
    private final boolean tls;
    private final Door door;
    private final List<Account> accounts;

    MqttAudit(String address, boolean tls, Door door, List<Account> accounts) {
        this.address = address;
        this.tls = tls;
        this.door = door;
        this.accounts = accounts.stream().filter(each -> door.withheld(each).isEmpty()).toList();
    }

    /// @throws IOException when no connection is left
    MqttPort ask() throws IOException {
        List<Named> versions = new ArrayList<>();
        List<String> limits = new ArrayList<>();
        Optional<Account> best = accounts.stream().findFirst();
        for (Version version : List.of(Version.MQTT_3_1_1, Version.MQTT_5_0)) {
            versions.add(new Named(version.toString(), enter(best, version, limits)));
        }
        Attempt anonymous = enter(Optional.empty(), Version.MQTT_5_0, new ArrayList<>());
        boolean strangers = anonymous.result() == Result.ALLOWED;
        Optional<Account> reader = strangers && best.isEmpty() ? Optional.empty() : best;
        List<Named> filters = new ArrayList<>();
        if (strangers || best.isPresent()) {
            for (String filter : WILDCARDS) {
                filters.add(new Named(filter, subscribe(reader, filter)));
            }
            filters.add(
                    new Named(
                            OF_THE_BROKER,
                            strangers
                                    ? subscribe(Optional.empty(), OF_THE_BROKER)
                                    : Attempt.refused(
                                            "strangers do not get in", anonymous.transcript())));
        }
        return new MqttPort(
                address,
                tls,
                versions,
                anonymous,
                filters,
                others(),
                takeover(reader, strangers || best.isPresent()),
                limits);
    }

    private Attempt enter(Optional<Account> as, Version version, List<String> limits)
            throws IOException {
        try (MqttTalk talk = door.open(as, version)) {
            Optional<Packet.ConnAck> answer = talk.connect(name(as));
            if (answer.isEmpty()) {
                return Attempt.refused(talk.steps().getLast(), talk.steps());
            }
            ReasonCode reason = answer.get().reason();
            if (reason.number() != 0) {
                return Attempt.refused("CONNACK " + reason.name(), talk.steps());
            }
            for (PropertyId id : LIMITS) {
                answer.get()
                        .properties()
                        .number(id)
                        .ifPresent(value -> limits.add(id + " " + value));
            }
            return Attempt.allowed(
                    as.map(Account::name).orElse("a client without credentials") + " gets in",
                    talk.steps());
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.refused("handshake failed: " + e.getMessage(), e.steps());
        }
    }

    private static MqttTalk.Name name(Optional<Account> as) {
        return as.map(Account::named).orElseGet(Stranger::name);
    }

    private Attempt subscribe(Optional<Account> as, String filter) throws IOException {
        try (MqttTalk talk = door.open(as, Version.MQTT_5_0)) {
            if (!entered(talk, as)) {
                return Attempt.unknown("not let in");
            }
            Optional<ReasonCode> answer = talk.subscribe(filter);
            String who = as.map(Account::name).orElse("a client without credentials");
            return answer.filter(reason -> !reason.failed())
                    .map(reason ->
                            Attempt.allowed(who + " may subscribe to " + filter, talk.steps()))
                    .orElseGet(() ->
                            Attempt.refused(who + " may not subscribe to " + filter, talk.steps()));
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.unknown("handshake failed: " + e.getMessage());
        }
    }

    private static boolean entered(MqttTalk talk, Optional<Account> as) {
        return talk.connect(name(as)).filter(ack -> ack.reason().number() == 0).isPresent();
    }

    /// The first account writes to what is the second one's; what counts is whether it arrives.
    private List<Named> others() throws IOException {
        List<Named> tried = new ArrayList<>();
        if (accounts.size() < 2) {
            return tried;
        }
        Account writer = accounts.get(0);
        Account owner = accounts.get(1);
        for (String topic : owner.topics().stream().limit(OTHERS_MAX).toList()) {
            tried.add(new Named(topic, write(writer, owner, topic)));
        }
        return tried;
    }

    private Attempt write(Account writer, Account owner, String topic) throws IOException {
        try (MqttTalk listening = door.open(Optional.of(owner), Version.MQTT_5_0);
                MqttTalk writing = door.open(Optional.of(writer), Version.MQTT_5_0)) {
            if (!entered(listening, Optional.of(owner)) || !entered(writing, Optional.of(writer))) {
                return Attempt.unknown("one of the two accounts was not let in");
            }
            if (listening.subscribe(topic).filter(reason -> !reason.failed()).isEmpty()) {
                return published(writer, writing, topic);
            }
            writing.publish(topic, PAYLOAD);
            boolean arrived =
                    listening
                            .message(message -> Arrays.equals(message.payload(), PAYLOAD))
                            .isPresent();
            List<String> steps = new ArrayList<>(writing.steps());
            steps.add("-- " + owner.name() + " --");
            steps.addAll(listening.steps());
            return arrived
                    ? Attempt.allowed(
                            writer.name()
                                    + " may publish on "
                                    + topic
                                    + ", which is "
                                    + owner.name()
                                    + "'s",
                            steps)
                    : Attempt.refused(
                            "what " + writer.name() + " publishes on " + topic + " does not arrive",
                            steps);
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.unknown("handshake failed: " + e.getMessage());
        }
    }

    /// Where the owner cannot listen, only the broker's answer tells.
    private static Attempt published(Account writer, MqttTalk writing, String topic) {
        Optional<ReasonCode> reason = writing.publish(topic, PAYLOAD);
        return reason.filter(code -> !code.failed())
                .map(code ->
                        Attempt.allowed(
                                writer.name()
                                        + " may publish on "
                                        + topic
                                        + ": PUBACK "
                                        + code.name(),
                                writing.steps()))
                .orElseGet(() ->
                        Attempt.refused(
                                writer.name() + " may not publish on " + topic, writing.steps()));
    }

    private Attempt takeover(Optional<Account> as, boolean possible) throws IOException {
        if (!possible) {
            return Attempt.unknown("nobody was let in");
        }
        try (MqttTalk first = door.open(as, Version.MQTT_5_0)) {
            if (!entered(first, as)) {
                return Attempt.unknown("not let in");
            }
            try (MqttTalk second = door.open(as, Version.MQTT_5_0)) {
                if (!entered(second, as)) {
                    return Attempt.refused(
                            "a second connection with the same client id is refused",
                            second.steps());
                }
                boolean alive = first.alive();
                List<String> steps = new ArrayList<>(first.steps());
                steps.add("-- the second --");
                steps.addAll(second.steps());
                return alive
                        ? Attempt.refused("both connections with the same client id stay", steps)
                        : Attempt.allowed(
                                "a second connection with the same client id ends the first",
                                steps);
            }
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.unknown("handshake failed: " + e.getMessage());
        }
    }
}
