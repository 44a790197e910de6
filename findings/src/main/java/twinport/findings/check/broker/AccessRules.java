// SPDX-License-Identifier: MIT
package twinport.findings.check.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.BrokerProbeFacts.Attempt;
import twinport.findings.check.BrokerProbeFacts.MqttPort;
import twinport.findings.check.BrokerProbeFacts.Named;
import twinport.findings.check.BrokerProbeFacts.Result;
import twinport.findings.check.BrokerProbeFacts.TlsPort;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;

/// Who gets in, and what they may do there.
final class AccessRules {
    private AccessRules() {}

    static Map<String, Function<? super BrokerProbeFacts, List<Outcome>>> byCheck() {
        return Map.of(
                "PLN-05", AccessRules::plainBeyondLoopback,
                "PLN-06", AccessRules::crossing,
                "CRT-13", AccessRules::revoked,
                "IDN-01", AccessRules::anonymous,
                "IDN-04", AccessRules::takeover,
                "IDN-06", AccessRules::wildcards,
                "IDN-07", AccessRules::others,
                "IDN-08", AccessRules::certificates,
                "OPS-08", AccessRules::brokerTopics);
    }

    private static List<Outcome> plainBeyondLoopback(BrokerProbeFacts facts) {
        boolean tls = facts.tls().isPresent();
        List<Outcome> outcomes = new ArrayList<>();
        for (MqttPort port : facts.mqtt()) {
            if (port.tls() || !tls) {
                continue;
            }
            outcomes.add(
                    facts.loopback()
                            ? new Outcome(
                                    Verdict.PASS,
                                    port.address(),
                                    "the plain port was reached on a loopback address")
                            : new Outcome(
                                    Verdict.WARN,
                                    port.address(),
                                    "the plain port is open beyond loopback beside a TLS port",
                                    BrokerProbeRules.transcript(port.address(), port.anonymous())));
        }
        return outcomes;
    }

    private static List<Outcome> crossing(BrokerProbeFacts facts) {
        return judged(facts.crossing(), facts.subject(), "a message published over TLS");
    }

    private static List<Outcome> judged(Attempt attempt, String subject, String title) {
        return switch (attempt.result()) {
            case ALLOWED ->
                    List.of(
                            new Outcome(
                                    Verdict.FAIL,
                                    subject,
                                    attempt.said(),
                                    BrokerProbeRules.transcript(title, attempt)));
            case REFUSED ->
                    List.of(
                            new Outcome(
                                    Verdict.PASS,
                                    subject,
                                    attempt.said(),
                                    BrokerProbeRules.transcript(title, attempt)));
            case UNKNOWN -> List.of(new Outcome(Verdict.NOT_OBSERVED, subject, attempt.said()));
        };
    }

    private static List<Outcome> revoked(BrokerProbeFacts facts) {
        return facts.tls()
                .map(tls -> judged(tls.revoked(), tls.address(), "a revoked client certificate"))
                .orElse(List.of());
    }

    private static List<Outcome> anonymous(BrokerProbeFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (MqttPort port : facts.mqtt()) {
            judged(port.anonymous(), port.address(), "CONNECT without credentials")
                    .forEach(outcome ->
                            outcomes.add(
                                    outcome.verdict() == Verdict.FAIL
                                                    && facts.loopback()
                                                    && !port.tls()
                                            ? outcome.as(Severity.LOW)
                                            : outcome));
        }
        return outcomes;
    }

    private static List<Outcome> takeover(BrokerProbeFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (MqttPort port : facts.mqtt()) {
            Attempt attempt = port.takeover();
            if (attempt.result() != Result.UNKNOWN) {
                outcomes.add(
                        new Outcome(
                                Verdict.INFO,
                                port.address(),
                                attempt.said(),
                                BrokerProbeRules.transcript(
                                        "a second connection with the same client id", attempt)));
            }
        }
        return outcomes;
    }

    private static List<Outcome> wildcards(BrokerProbeFacts facts) {
        return subscriptions(facts, false);
    }

    private static List<Outcome> brokerTopics(BrokerProbeFacts facts) {
        return subscriptions(facts, true).stream()
                .map(outcome ->
                        outcome.verdict() == Verdict.FAIL
                                ? new Outcome(
                                        Verdict.WARN,
                                        outcome.subject(),
                                        outcome.said(),
                                        outcome.evidence())
                                : outcome)
                .toList();
    }

    private static List<Outcome> subscriptions(BrokerProbeFacts facts, boolean ofTheBroker) {
        List<Outcome> outcomes = new ArrayList<>();
        for (MqttPort port : facts.mqtt()) {
            for (Named each : port.filters()) {
                if (each.name().contains("$SYS") == ofTheBroker) {
                    outcomes.addAll(
                            judged(each.attempt(), port.address(), "SUBSCRIBE " + each.name()));
                }
            }
        }
        return outcomes;
    }

    private static List<Outcome> others(BrokerProbeFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (MqttPort port : facts.mqtt()) {
            for (Named each : port.others()) {
                outcomes.addAll(judged(each.attempt(), port.address(), "PUBLISH " + each.name()));
            }
        }
        return outcomes;
    }

    private static List<Outcome> certificates(BrokerProbeFacts facts) {
        return facts.tls().map(AccessRules::certificates).orElse(List.of());
    }

    private static List<Outcome> certificates(TlsPort tls) {
        Attempt attempt = tls.withoutCertificate();
        return switch (attempt.result()) {
            case REFUSED ->
                    List.of(
                            new Outcome(
                                    Verdict.PASS,
                                    tls.address(),
                                    "a client certificate is demanded",
                                    BrokerProbeRules.transcript(
                                            "a connection without certificate", attempt)));
            case ALLOWED ->
                    List.of(
                            new Outcome(
                                    tls.certificateAsked() ? Verdict.WARN : Verdict.INFO,
                                    tls.address(),
                                    tls.certificateAsked()
                                            ? "a client certificate is asked for and not demanded"
                                            : "clients have no certificates: passwords only, or nothing",
                                    BrokerProbeRules.transcript(
                                            "a connection without certificate", attempt)));
            case UNKNOWN -> List.of();
        };
    }
}
