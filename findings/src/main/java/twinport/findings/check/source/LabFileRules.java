// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.Outcome;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;

/// What a lab file lets happen (docs/reference/lab-file.md).
final class LabFileRules {
    private LabFileRules() {}

    private static List<Settings> labs(SourceFacts facts) {
        return facts.sources().stream()
                .filter(Settings.class::isInstance)
                .map(Settings.class::cast)
                .filter(file -> file.kind() == Kind.LAB)
                .toList();
    }

    private static Optional<Statement> first(Settings lab, String start) {
        return lab.statements().stream()
                .filter(each -> each.name().equals(start) || each.name().startsWith(start + "."))
                .findFirst();
    }

    private static Optional<Statement> value(Settings lab, String name) {
        return lab.statements().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static List<Outcome> clear(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            first(lab, "plain")
                    .ifPresent(each ->
                            outcomes.add(
                                    new Outcome(
                                            Verdict.FAIL,
                                            lab.name() + " (plain)",
                                            "has a port that speaks MQTT in clear",
                                            lab.at(each.line()))));
            first(lab, "tls")
                    .ifPresent(each ->
                            outcomes.add(
                                    new Outcome(
                                            Verdict.PASS,
                                            lab.name() + " (tls)",
                                            "has a port that speaks TLS",
                                            lab.at(each.line()))));
        }
        return outcomes;
    }

    static List<Outcome> anonymous(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            List<Outcome> open = new ArrayList<>();
            for (String key : List.of("plain.open", "plain.every-topic")) {
                value(lab, key)
                        .filter(each -> each.value().equals("true"))
                        .ifPresent(each ->
                                open.add(
                                        new Outcome(
                                                Verdict.FAIL,
                                                lab.name() + " (" + key + ")",
                                                "clients without credentials are let in",
                                                lab.at(each.line()))));
            }
            if (open.isEmpty() && !lab.statements().isEmpty()) {
                open.add(
                        new Outcome(
                                Verdict.PASS,
                                lab.name(),
                                "lets nobody in without credentials",
                                lab.at(lab.statements().getFirst().line())));
            }
            outcomes.addAll(open);
        }
        return outcomes;
    }

    static List<Outcome> handedOver(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            boolean both = first(lab, "plain").isPresent() && first(lab, "tls").isPresent();
            Optional<Statement> sites = value(lab, "sites");
            boolean mixed = sites.filter(each -> each.value().equals("mixed")).isPresent();
            if (both) {
                outcomes.add(
                        new Outcome(
                                mixed ? Verdict.FAIL : Verdict.PASS,
                                lab.name(),
                                mixed
                                        ? "sites: mixed hands what came over TLS to plain subscribers"
                                        : "sites are apart: port 1883 never reaches secure/#",
                                lab.at(sites.map(Statement::line).orElse(1))));
            }
        }
        return outcomes;
    }

    static List<Outcome> passwordsOnly(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            Optional<Statement> tls = first(lab, "tls");
            Optional<Statement> certificate = value(lab, "tls.client-certificate");
            boolean required =
                    certificate.map(each -> each.value().equals("required")).orElse(true);
            tls.ifPresent(each ->
                    outcomes.add(
                            new Outcome(
                                    required ? Verdict.PASS : Verdict.WARN,
                                    lab.name(),
                                    required
                                            ? "the TLS port demands a client certificate"
                                            : "the TLS port lets clients in without a certificate",
                                    lab.at(certificate.orElse(each).line()))));
        }
        return outcomes;
    }

    static List<Outcome> everything(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            for (Statement each : lab.statements()) {
                boolean wide = List.of("#", "+/#", "$SYS/#").contains(each.value());
                if (wide && each.name().endsWith(".subscribe")) {
                    outcomes.add(
                            new Outcome(
                                    Verdict.FAIL,
                                    lab.name() + " (" + each.name() + ")",
                                    "may listen to everything: " + each.value(),
                                    lab.at(each.line())));
                }
            }
        }
        return outcomes;
    }

    static List<Outcome> forAnother(SourceFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Settings lab : labs(facts)) {
            for (Statement each : lab.statements()) {
                boolean wide = each.value().matches("#|[+]/#|(plain|secure)/(#|[+]/#)");
                if (wide && each.name().endsWith(".publish")) {
                    outcomes.add(
                            new Outcome(
                                    Verdict.FAIL,
                                    lab.name() + " (" + each.name() + ")",
                                    "may publish for every device: " + each.value(),
                                    lab.at(each.line())));
                }
            }
        }
        return outcomes;
    }
}
