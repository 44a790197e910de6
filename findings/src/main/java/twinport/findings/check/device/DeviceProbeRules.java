// SPDX-License-Identifier: MIT
package twinport.findings.check.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import twinport.findings.check.DeviceProbeFacts;
import twinport.findings.check.DeviceProbeFacts.Encounter;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Rules;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;

/// All rules of `twinport impostor`.
///
/// A device that goes on is found out whatever else happened. A device that refuses has passed only
/// if it went on with the good certificate.
public final class DeviceProbeRules {
    private DeviceProbeRules() {}

    public static Rules<DeviceProbeFacts> all() {
        Map<String, Function<? super DeviceProbeFacts, List<Outcome>>> rules =
                Map.of(
                        "AUT-01", DeviceProbeRules::authority,
                        "AUT-02", DeviceProbeRules::name,
                        "AUT-03", DeviceProbeRules::dates,
                        "AUT-04", DeviceProbeRules::password,
                        "AUT-05", DeviceProbeRules::alerts,
                        "AUT-06", DeviceProbeRules::pinning,
                        "PLN-07", DeviceProbeRules::downgrade,
                        "TLS-01", DeviceProbeRules::oldVersions,
                        "TLS-03", DeviceProbeRules::weakSuites,
                        "TLS-12", DeviceProbeRules::weakKeys);
        return new Rules<>(rules);
    }

    private static List<Outcome> authority(DeviceProbeFacts facts) {
        return judged(
                facts,
                "it goes on with a server that no CA of its own vouches for",
                Row.UNKNOWN_CA,
                Row.SAME_NAME_CA,
                Row.SELF_SIGNED,
                Row.INCOMPLETE_CHAIN);
    }

    private static List<Outcome> name(DeviceProbeFacts facts) {
        return judged(
                facts,
                "it goes on with a server of another name: any certificate of this CA will do",
                Row.WRONG_NAME);
    }

    private static List<Outcome> dates(DeviceProbeFacts facts) {
        List<Outcome> outcomes =
                new ArrayList<>(
                        judged(facts, "it goes on with an expired certificate", Row.EXPIRED));
        for (Outcome each :
                judged(
                        facts,
                        "it goes on with a certificate that is not yet valid",
                        Row.NOT_YET_VALID)) {
            outcomes.add(
                    each.verdict() == Verdict.FAIL
                            ? new Outcome(
                                            Verdict.WARN,
                                            each.subject(),
                                            each.said(),
                                            each.evidence())
                                    .as(Severity.MEDIUM)
                            : each);
        }
        return outcomes;
    }

    /// What it would have told the first impostor who came along.
    private static List<Outcome> password(DeviceProbeFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        boolean met = false;
        for (Row row : List.of(Row.UNKNOWN_CA, Row.SAME_NAME_CA, Row.SELF_SIGNED)) {
            Optional<Encounter> found = facts.of(row);
            met |= found.isPresent() && (facts.wentOn(row) || facts.refused(row));
            found.filter(each -> each.is(Reaction.WENT_ON))
                    .flatMap(Encounter::greeting)
                    .filter(greeting -> greeting.passwordBytes().isPresent())
                    .ifPresent(greeting ->
                            outcomes.add(
                                    new Outcome(
                                            Verdict.FAIL,
                                            facts.subject(),
                                            "it told a stranger its password: user "
                                                    + greeting.userName().orElse("(none)")
                                                    + ", password **** of "
                                                    + greeting.passwordBytes().orElseThrow()
                                                    + " bytes",
                                            proof(found.orElseThrow()))));
        }
        if (met && outcomes.isEmpty()) {
            outcomes.add(
                    new Outcome(Verdict.PASS, facts.subject(), "no stranger was told a password"));
        }
        return outcomes;
    }

    private static List<Outcome> alerts(DeviceProbeFacts facts) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Encounter each : facts.encounters()) {
            each.refusal()
                    .ifPresent(refusal ->
                            outcomes.add(
                                    new Outcome(
                                            Verdict.INFO,
                                            facts.subject(),
                                            each.row().title()
                                                    + ": alert "
                                                    + refusal.alert()
                                                    + " "
                                                    + refusal.name()
                                                    + (refusal.sealed() ? " (sealed)" : "")
                                                    + ": "
                                                    + AlertCause.of(refusal.alert()),
                                            proof(each))));
        }
        return outcomes;
    }

    private static List<Outcome> pinning(DeviceProbeFacts facts) {
        if (!facts.controlled()) {
            return List.of();
        }
        if (facts.wentOn(Row.RENEWED)) {
            return List.of(
                    new Outcome(
                            Verdict.PASS,
                            facts.subject(),
                            "it went on with a renewed certificate"));
        }
        return facts.of(Row.RENEWED)
                .filter(Encounter::turnedAway)
                .map(each ->
                        List.of(
                                new Outcome(
                                        Verdict.WARN,
                                        facts.subject(),
                                        "it knows one certificate only: after its renewal the device stays away",
                                        proof(each))))
                .orElse(List.of());
    }

    private static List<Outcome> downgrade(DeviceProbeFacts facts) {
        return facts.of(Row.PLAIN)
                .map(each ->
                        switch (each.reaction()) {
                            case CLEAR, WENT_ON ->
                                    List.of(
                                            new Outcome(
                                                    Verdict.FAIL,
                                                    facts.subject(),
                                                    each.said(),
                                                    proof(each)));
                            case REFUSED, LEFT ->
                                    facts.controlled()
                                            ? List.of(
                                                    new Outcome(
                                                            Verdict.PASS,
                                                            facts.subject(),
                                                            each.said(),
                                                            proof(each)))
                                            : List.<Outcome>of();
                            case UNKNOWN -> List.<Outcome>of();
                        })
                .orElse(List.of());
    }

    private static List<Outcome> oldVersions(DeviceProbeFacts facts) {
        return judged(facts, "it agrees to an old version of TLS", Row.OLD_TLS);
    }

    private static List<Outcome> weakSuites(DeviceProbeFacts facts) {
        return judged(facts, "it agrees to a weak cipher suite", Row.WEAK_SUITES);
    }

    private static List<Outcome> weakKeys(DeviceProbeFacts facts) {
        return judged(
                facts,
                "it goes on with what can be forged with some money",
                Row.WEAK_KEY,
                Row.SHA1);
    }

    private static List<Outcome> judged(DeviceProbeFacts facts, String bad, Row... rows) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Row row : rows) {
            facts.of(row).ifPresent(each -> outcomes.add(judged(facts, each, bad)));
        }
        return outcomes;
    }

    private static Outcome judged(DeviceProbeFacts facts, Encounter each, String bad) {
        String title = each.row().title() + ": ";
        return switch (each.reaction()) {
            case WENT_ON -> new Outcome(Verdict.FAIL, facts.subject(), title + bad, proof(each));
            case REFUSED, LEFT ->
                    facts.controlled()
                            ? new Outcome(
                                    Verdict.PASS, facts.subject(), title + each.said(), proof(each))
                            : new Outcome(
                                    Verdict.NOT_OBSERVED,
                                    facts.subject(),
                                    title
                                            + "refused, which proves nothing: it did not go on with the good certificate either");
            case CLEAR, UNKNOWN ->
                    new Outcome(Verdict.NOT_OBSERVED, facts.subject(), title + each.said());
        };
    }

    private static Evidence proof(Encounter each) {
        return new Evidence.Transcript(
                each.row().title(),
                each.transcript().isEmpty() ? List.of(each.said()) : each.transcript());
    }
}
