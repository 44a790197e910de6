// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.CaptureFacts;
import twinport.findings.check.CaptureFacts.Connection;
import twinport.findings.check.CaptureFacts.Login;
import twinport.findings.check.CaptureFacts.Message;
import twinport.findings.check.Outcome;
import twinport.findings.check.Verdict;
import twinport.wire.filter.TopicFilter;
import twinport.wire.mqtt.Version;

/// How commands are sent: retained, without a way to answer, without an end, too large.
final class CommandRules {
    /// The buffer of PubSubClient, header included, unless a sketch asks for more.
    private static final int SMALL_BUFFER = 256;

    /// Receivers with a limit that messages of others are compared with; of more the first ones.
    private static final int LIMITED_MAX = 50;

    private CommandRules() {}

    static Map<String, Function<? super CaptureFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "CMD-01", CommandRules::retained,
                "CMD-02", CommandRules::answerable,
                "CMD-03", CommandRules::expiry,
                "CMD-06", CommandRules::sizes);
    }

    private static List<Outcome> retained(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            if (!Watched.command(each.topic()) || each.payloadLength() == 0) {
                continue; // an empty payload clears what was retained
            }
            found.add(
                    each.retain() ? Verdict.FAIL : Verdict.PASS,
                    each.topic(),
                    each.retain()
                            ? each.fromClient()
                                    ? "published with retain: it comes again at each reconnect"
                                    : "delivered with retain: a command from before"
                            : "the command is not retained",
                    each.place().showing("PUBLISH " + each.topic()));
        }
        return found.outcomes();
    }

    private static List<Outcome> answerable(CaptureFacts facts) {
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            if (!Watched.command(each.topic()) || each.payloadLength() == 0) {
                continue;
            }
            boolean five = each.version() == Version.MQTT_5_0;
            boolean asks = each.responseTopic() != null && each.correlation() != null;
            boolean id = Answers.id(each) != null;
            if (!asks && !id && each.payload().bytes().length < each.payloadLength()) {
                continue; // its id may stand in what was not kept
            }
            found.add(
                    asks || id ? Verdict.PASS : Verdict.INFO,
                    each.topic(),
                    asks
                            ? "with response topic and correlation data"
                            : id
                                    ? "with an id in the payload"
                                    : five
                                            ? "without response topic, correlation data and id"
                                            : "without an id in the payload",
                    each.place().showing("PUBLISH " + each.topic()));
        }
        return found.outcomes();
    }

    private static List<Outcome> expiry(CaptureFacts facts) {
        Map<Long, Connection> connections = Watched.byId(facts);
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            Connection connection = connections.get(each.connection());
            if (each.fromClient()
                    || connection == null
                    || connection.logins().isEmpty()
                    || !Watched.command(each.topic())) {
                continue;
            }
            boolean persistent = connection.logins().getFirst().persistent();
            boolean ends = each.expirySeconds().isPresent();
            boolean kept = persistent && !ends && each.qos() > 0;
            String what =
                    kept
                            ? "without expiry to a session that is kept: it waits for ever"
                            : ends
                                    ? "with a message expiry"
                                    : persistent
                                            ? "with QoS 0 to a session that is kept: most brokers"
                                                    + " let such a message wait for nobody"
                                            : "to a session that ends with its connection";
            found.add(
                    kept ? Verdict.WARN : ends || !persistent ? Verdict.PASS : Verdict.INFO,
                    each.topic() + " to " + connection.device(),
                    what,
                    each.place().showing("PUBLISH " + each.topic()));
        }
        return found.outcomes();
    }

    /// A client that takes packets up to a size.
    private record Limited(Connection connection, long most) {}

    private static List<Outcome> sizes(CaptureFacts facts) {
        Map<Long, Limited> limited = new HashMap<>();
        for (Connection each : facts.connections()) {
            for (Login login : each.logins()) {
                login.maximumPacketSize()
                        .ifPresent(most -> limited.put(each.id(), new Limited(each, most)));
            }
        }
        Map<Long, Connection> connections = Watched.byId(facts);
        List<Limited> receivers = limited.values().stream().limit(LIMITED_MAX).toList();
        Gathered found = new Gathered();
        for (Message each : facts.messages()) {
            Connection connection = connections.get(each.connection());
            if (each.fromClient()) {
                undelivered(each, receivers, found);
            } else if (connection != null) {
                delivered(each, connection, limited.get(each.connection()), found);
            }
        }
        return found.outcomes();
    }

    private static void delivered(
            Message message, Connection connection, @Nullable Limited limit, Gathered found) {
        var evidence = message.place().showing("PUBLISH of " + message.packetLength() + " bytes");
        if (limit != null) {
            boolean large = message.packetLength() > limit.most();
            found.add(
                    large ? Verdict.FAIL : Verdict.PASS,
                    connection.device(),
                    large
                            ? "gets a packet larger than the "
                                    + limit.most()
                                    + " bytes that it takes"
                            : "gets no packet larger than the " + limit.most() + " that it takes",
                    evidence);
        } else {
            boolean large = message.packetLength() > SMALL_BUFFER;
            found.add(
                    large ? Verdict.INFO : Verdict.PASS,
                    connection.device(),
                    large
                            ? "gets packets larger than 256 bytes, which PubSubClient drops unless"
                                    + " told otherwise"
                            : "gets packets of at most 256 bytes: they fit PubSubClient's buffer",
                    evidence);
        }
    }

    /// A broker hands nothing to a client that is larger than it takes (MQTT 5.0 §3.1.2.11.4).
    private static void undelivered(Message message, List<Limited> receivers, Gathered found) {
        for (Limited each : receivers) {
            if (message.packetLength() > each.most() && subscribed(each.connection(), message)) {
                found.add(
                        Verdict.FAIL,
                        each.connection().device(),
                        "never gets "
                                + message.topic()
                                + ": larger than the "
                                + each.most()
                                + " bytes that it takes",
                        message.place().showing("PUBLISH of " + message.packetLength() + " bytes"));
            }
        }
    }

    private static boolean subscribed(Connection connection, Message message) {
        long when = message.place().nanos();
        return connection.closedNanos() >= when
                && connection.subscriptions().stream()
                        .filter(each -> Boolean.FALSE.equals(each.refused()))
                        .filter(each -> each.place().nanos() <= when)
                        .anyMatch(each ->
                                new TopicFilter(Watched.withoutShare(each.filter()))
                                        .fits(message.topic()));
    }
}
