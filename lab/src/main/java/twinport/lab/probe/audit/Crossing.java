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
        Optional<Account> writer =
                settings.accounts().stream()
                        .filter(each -> tls.withheld(each).isEmpty())
                        .findFirst();
        Optional<Account> reader =
                settings.accounts().stream()
                        .filter(each -> plain.withheld(each).isEmpty())
                        .findFirst();
        try (MqttTalk writing = tls.open(writer, Version.MQTT_5_0);
                MqttTalk reading = plain.open(reader, Version.MQTT_5_0)) {
            if (!entered(writing, writer)) {
                return Attempt.unknown("nobody was let in on the TLS port");
            }
            if (!entered(reading, reader)) {
                return Attempt.refused("nobody is let in on the plain port", reading.steps());
            }
            List<String> topics =
                    Stream.concat(
                                    Stream.of(settings.topic()),
                                    writer.stream().flatMap(each -> each.topics().stream()))
                            .filter(topic -> !topic.contains("#") && !topic.contains("+"))
                            .toList();
            return cross(writing, reading, topics);
        } catch (SecureLine.HandshakeFailed e) {
            return Attempt.unknown("nobody was let in on the TLS port: " + e.getMessage());
        }
    }

    private static boolean entered(MqttTalk talk, Optional<Account> as) {
        return talk.connect(as.map(Account::named).orElseGet(Stranger::name))
                .filter(ack -> ack.reason().number() == 0)
                .isPresent();
    }

    private static Attempt cross(MqttTalk writing, MqttTalk reading, List<String> topics) {
        boolean all = granted(reading.subscribe("#"));
        boolean written = false;
        for (String topic : topics) {
            boolean listening = all || (!reading.ended() && granted(reading.subscribe(topic)));
            if (writing.ended() || !granted(writing.publish(topic, MqttAudit.PAYLOAD))) {
                continue;
            }
            written = true;
            if (listening
                    && reading.message(
                                    message -> Arrays.equals(message.payload(), MqttAudit.PAYLOAD))
                            .isPresent()) {
                return Attempt.allowed(
                        "what was published over TLS on " + topic + " was handed to the plain port",
                        steps(writing, reading));
            }
        }
        return written
                ? Attempt.refused(
                        "what was published over TLS did not come out on the plain port",
                        steps(writing, reading))
                : Attempt.unknown(
                        "no topic was found on which the audit may publish over TLS: give one with --topic");
    }

    private static boolean granted(Optional<ReasonCode> answer) {
        return answer.filter(reason -> !reason.failed()).isPresent();
    }

    private static List<String> steps(MqttTalk writing, MqttTalk reading) {
        List<String> steps = new ArrayList<>();
        steps.add("-- on the TLS port --");
        steps.addAll(writing.steps());
        steps.add("-- on the plain port --");
        steps.addAll(reading.steps());
        return steps;
    }
}
