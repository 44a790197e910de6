// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.lab.probe.audit.AuditSettings.Account;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.mqtt.Version;

/// Whether the broker hands a message that came over TLS to the plain port, where everybody reads
/// it.
final class Crossing {
    private final AuditSettings settings;
    private final MqttAudit.Door tls;
    private final MqttAudit.Door plain;

    Crossing(AuditSettings settings, MqttAudit.Door tls, MqttAudit.Door plain) {
        this.settings = settings;
        this.tls = tls;
        this.plain = plain;
    }

    /// @throws IOException when no connection is left
    Attempt ask() throws IOException {
        Optional<Account> writer = allowed(tls);
        Optional<Account> reader = allowed(plain);
        List<String> topics =
                Stream.concat(
                                writer.stream().flatMap(each -> each.topics().stream()),
                                Stream.of(settings.topic()))
                        .filter(topic -> !topic.contains("#") && !topic.contains("+"))
                        .toList();
        List<String> steps = new ArrayList<>();
        boolean written = false;
        for (String topic : topics) {
            Attempt attempt = cross(writer, reader, topic, steps);
            switch (attempt.result()) {
                case ALLOWED -> {
                    return attempt;
                }
                case REFUSED -> written = true;
                case UNKNOWN -> {}
            }
        }
        return written
                ? Attempt.refused(
                        "what was published over TLS did not come out on the plain port", steps)
                : Attempt.unknown(
                        "the audit may publish nothing over TLS: give an account and a topic with --own-topic");
    }

    private Optional<Account> allowed(MqttAudit.Door door) {
        return settings.accounts().stream()
                .filter(each -> door.withheld(each).isEmpty())
                .findFirst();
    }

    /// UNKNOWN where nothing could be published.
    private Attempt cross(
            Optional<Account> writer, Optional<Account> reader, String topic, List<String> steps)
            throws IOException {
        try (MqttTalk writing = tls.open(writer, Version.MQTT_5_0);
                MqttTalk reading = plain.open(reader, Version.MQTT_5_0)) {
            boolean listening =
                    entered(reading, reader, "twinport-audit-reader") && listens(reading, topic);
            boolean written =
                    entered(writing, writer, "twinport-audit")
                            && granted(writing.publish(topic, MqttAudit.PAYLOAD));
            boolean arrived =
                    written
                            && listening
                            && reading.message(message ->
                                            Arrays.equals(message.payload(), MqttAudit.PAYLOAD))
                                    .isPresent();
            steps.add("-- on the TLS port --");
            steps.addAll(writing.steps());
            steps.add("-- on the plain port --");
            steps.addAll(reading.steps());
            if (arrived) {
                return Attempt.allowed(
                        "what was published over TLS on " + topic + " was handed to the plain port",
                        steps);
            }
            return written
                    ? Attempt.refused("it did not come out", steps)
                    : Attempt.unknown("not published");
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.unknown("nobody was let in on the TLS port: " + e.getMessage());
        }
    }

    private static boolean entered(MqttTalk talk, Optional<Account> as, String otherwise) {
        return talk.connect(as.map(Account::named).orElseGet(() -> Stranger.named(otherwise)))
                .filter(ack -> ack.reason().number() == 0)
                .isPresent();
    }

    /// By the topic's name, or by the filter for all: either is enough.
    private static boolean listens(MqttTalk reading, String topic) {
        boolean one = granted(reading.subscribe(topic));
        boolean all = granted(reading.subscribe("#"));
        return one || all;
    }

    private static boolean granted(Optional<ReasonCode> answer) {
        return answer.filter(reason -> !reason.failed()).isPresent();
    }
}
