// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.Evidence;
import twinport.findings.check.Outcome;
import twinport.findings.check.Severity;
import twinport.findings.check.Verdict;

/// Outcomes of one check while a rule walks through the facts: what is said of one subject many
/// times becomes one outcome that tells how often.
final class Gathered {
    /// Evidence that is kept of one outcome.
    private static final int EVIDENCE_KEPT = 5;

    /// Outcomes of one check; more subjects than these are only counted.
    private static final int OUTCOMES_MAX = 100;

    private record Key(Verdict verdict, String subject, String said, @Nullable Severity severity) {}

    private static final class Several {
        private final List<Evidence> evidence = new ArrayList<>();
        private long times;
    }

    private final Map<Key, Several> bySubject = new LinkedHashMap<>();
    private final Map<Verdict, Several> more = new LinkedHashMap<>();

    void add(Verdict verdict, String subject, String said, Evidence evidence) {
        add(verdict, subject, said, null, List.of(evidence));
    }

    /// @param severity where it differs from the check's
    void add(
            Verdict verdict,
            String subject,
            String said,
            @Nullable Severity severity,
            Evidence evidence) {
        add(verdict, subject, said, severity, List.of(evidence));
    }

    /// @param severity where it differs from the check's
    void add(
            Verdict verdict,
            String subject,
            String said,
            @Nullable Severity severity,
            List<Evidence> evidence) {
        Key key = new Key(verdict, subject, said, severity);
        Several several = bySubject.get(key);
        if (several == null) {
            if (bySubject.size() < OUTCOMES_MAX) {
                several = new Several();
                bySubject.put(key, several);
            } else {
                several = more.computeIfAbsent(verdict, _ -> new Several());
            }
        }
        several.times++;
        evidence.stream()
                .limit(EVIDENCE_KEPT - several.evidence.size())
                .forEach(several.evidence::add);
    }

    List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>();
        bySubject.forEach((key, several) ->
                outcomes.add(
                        new Outcome(
                                key.verdict(),
                                key.subject(),
                                several.times == 1
                                        ? key.said()
                                        : key.said() + " (" + several.times + " times)",
                                Optional.ofNullable(key.severity()),
                                several.evidence)));
        more.forEach((verdict, several) ->
                outcomes.add(
                        new Outcome(
                                verdict,
                                "others",
                                several.times + " more of the kind",
                                several.evidence)));
        return outcomes;
    }
}
