// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;

/// A check's verdict about one subject.
///
/// @param severity of this finding; INFO unless the verdict is FAIL or WARN
public record Finding(
        Check check,
        Verdict verdict,
        Severity severity,
        String subject,
        String said,
        List<Evidence> evidence) {
    public Finding {
        evidence = List.copyOf(evidence);
    }

    static Finding of(Check check, Outcome outcome) {
        boolean bad = outcome.verdict() == Verdict.FAIL || outcome.verdict() == Verdict.WARN;
        return new Finding(
                check,
                outcome.verdict(),
                bad ? outcome.severity().orElse(check.severity()) : Severity.INFO,
                outcome.subject(),
                outcome.said(),
                outcome.evidence());
    }

    static Finding notObserved(Check check, String reason) {
        return new Finding(check, Verdict.NOT_OBSERVED, Severity.INFO, "", reason, List.of());
    }
}
