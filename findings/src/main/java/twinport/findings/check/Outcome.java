// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.List;
import java.util.Optional;

/// What a rule found about one subject.
///
/// @param subject what it is about: a device, a connection, a file, a listener
/// @param said one sentence
/// @param severity where it differs from the check's
/// @param evidence at least one for FAIL and WARN
public record Outcome(
        Verdict verdict,
        String subject,
        String said,
        Optional<Severity> severity,
        List<Evidence> evidence) {
    public Outcome {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty() && (verdict == Verdict.FAIL || verdict == Verdict.WARN)) {
            throw new IllegalArgumentException(verdict + " without evidence: " + said);
        }
    }

    /// With the severity of the check.
    public Outcome(Verdict verdict, String subject, String said, List<Evidence> evidence) {
        this(verdict, subject, said, Optional.empty(), evidence);
    }

    public Outcome(Verdict verdict, String subject, String said, Evidence... evidence) {
        this(verdict, subject, said, Optional.empty(), List.of(evidence));
    }

    /// The same, as bad as said here.
    public Outcome as(Severity other) {
        return new Outcome(verdict, subject, said, Optional.of(other), evidence);
    }
}
