// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.findings.check.Finding;
import twinport.lab.file.LabFileException;
import twinport.lab.file.LabFileException.Problem;
import twinport.lab.file.Section;
import twinport.lab.file.YamlFile;

/// Findings that somebody knows and lives with, each with its reason.
///
/// ```yaml
/// accepted:
///   - id: PLN-01
///     subject: 127.0.0.1:1883
///     reason: the plain side is the lesson
/// ```
///
/// A subject may be left out, or end with `*`.
record Baseline(List<Accepted> accepted) {
    private static final int ACCEPTED_MAX = 1_000;

    /// @param subject `*` stands for any
    record Accepted(String id, String subject, String reason) {
        boolean covers(Finding finding) {
            boolean subjectFits =
                    subject.endsWith("*")
                            ? finding.subject()
                                    .startsWith(subject.substring(0, subject.length() - 1))
                            : finding.subject().equals(subject);
            return id.equals(finding.check().id()) && subjectFits;
        }
    }

    static Baseline none() {
        return new Baseline(List.of());
    }

    /// @throws Failure with file, line and column of everything that is wrong
    static Baseline read(Path file) {
        List<Problem> problems = new ArrayList<>();
        List<Accepted> accepted = new ArrayList<>();
        try {
            YamlFile.read(file, "the baseline", problems)
                    .ifPresent(root -> {
                        for (Section each : root.sections("accepted", ACCEPTED_MAX)) {
                            String id =
                                    each.name(
                                            "id",
                                            "[A-Z]+-\\d\\d",
                                            "a check's id, for example PLN-01");
                            String subject = each.text("subject").orElse("*");
                            Optional<String> reason = each.text("reason");
                            if (reason.filter(text -> !text.isBlank()).isEmpty()) {
                                each.wrongAt("id", "every accepted finding has a reason");
                            }
                            each.refuseOthers();
                            accepted.add(new Accepted(id, subject, reason.orElse("")));
                        }
                        root.refuseOthers();
                    });
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the baseline " + file + " cannot be read: " + e.getMessage(),
                    "give a file that exists with --baseline");
        }
        if (!problems.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    String.valueOf(new LabFileException(file, problems).getMessage()),
                    "see docs/reference/commands.md, reports");
        }
        return new Baseline(accepted);
    }

    Optional<String> reason(Finding finding) {
        return accepted.stream()
                .filter(each -> each.covers(finding))
                .map(Accepted::reason)
                .findFirst();
    }
}
