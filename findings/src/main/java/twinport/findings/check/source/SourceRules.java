// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import twinport.findings.check.Outcome;
import twinport.findings.check.Rules;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.Verdict;

/// The rules for source and configuration files. A file that a rule does not concern adds nothing,
/// so a check that concerned no file is NOT OBSERVED.
public final class SourceRules {
    /// Findings of one check that are told one by one; how many more there are is told by the last.
    private static final int OUTCOMES_MAX = 1_000;

    private interface Rule extends Function<SourceFacts, List<Outcome>> {}

    private SourceRules() {}

    public static Rules<SourceFacts> all() {
        Map<String, Function<? super SourceFacts, List<Outcome>>> rules = new HashMap<>();
        put(rules, "PLN-01", FirmwareRules::clear, MosquittoRules::clear, LabFileRules::clear);
        put(rules, "PLN-05", MosquittoRules::reachable);
        put(rules, "PLN-06", MosquittoRules::handedOver, LabFileRules::handedOver);
        put(rules, "TLS-01", MosquittoRules::oldTls);
        put(rules, "CRT-02", SecretRules::certificates);
        put(rules, "CRT-11", MosquittoRules::keyFiles);
        put(rules, "AUT-07", VerificationRules::verification, SecretRules::inSource);
        put(rules, "IDN-01", MosquittoRules::anonymous, LabFileRules::anonymous);
        put(rules, "IDN-05", SecretRules::guessable);
        put(
                rules,
                "IDN-06",
                FirmwareRules::everything,
                MosquittoRules::everything,
                LabFileRules::everything);
        put(rules, "IDN-07", MosquittoRules::forAnother, LabFileRules::forAnother);
        put(rules, "IDN-08", MosquittoRules::passwordsOnly, LabFileRules::passwordsOnly);
        put(rules, "IDN-09", MosquittoRules::freeClientIds);
        put(rules, "CMD-01", FirmwareRules::retainedCommands);
        put(rules, "CMD-06", FirmwareRules::buffers);
        put(rules, "OPS-01", FirmwareRules::will);
        put(rules, "OPS-02", FirmwareRules::keepAlive);
        put(rules, "OPS-06", VerificationRules::time);
        return new Rules<>(rules);
    }

    private static void put(
            Map<String, Function<? super SourceFacts, List<Outcome>>> rules,
            String id,
            Rule... parts) {
        rules.put(
                id,
                facts ->
                        bounded(
                                Stream.of(parts)
                                        .flatMap(part -> part.apply(facts).stream())
                                        .distinct()
                                        .toList()));
    }

    /// The worst first where there are too many, and a last one that counts the others.
    static List<Outcome> bounded(List<Outcome> all) {
        if (all.size() <= OUTCOMES_MAX) {
            return all;
        }
        List<Outcome> told =
                new ArrayList<>(
                        all.stream()
                                .sorted(Comparator.comparingInt(each -> rank(each.verdict())))
                                .limit(OUTCOMES_MAX)
                                .toList());
        told.add(
                new Outcome(
                        Verdict.INFO,
                        "",
                        all.size() - OUTCOMES_MAX + " more of this check are not told one by one"));
        return told;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> 0;
            case WARN -> 1;
            case INFO -> 2;
            case NOT_OBSERVED -> 3;
            case PASS -> 4;
        };
    }
}
