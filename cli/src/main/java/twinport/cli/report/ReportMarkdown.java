// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.util.List;
import java.util.stream.Collectors;
import twinport.findings.check.Check;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;

/// A report in Markdown, as comments of merge requests show it.
final class ReportMarkdown {
    private ReportMarkdown() {}

    static String write(FindingsReport report) {
        StringBuilder out = new StringBuilder();
        out.append("# ")
                .append(text(report.tool()))
                .append(": ")
                .append(text(report.subject()))
                .append("\n\n");
        out.append(report.when())
                .append(", Twinport ")
                .append(report.version())
                .append(". ")
                .append(ReportText.counts(report.counts()))
                .append(".\n");
        report.notes().forEach(note -> out.append("\n> ").append(text(note)).append('\n'));
        table(
                out,
                report.entries().stream()
                        .filter(e -> e.finding().verdict() != Verdict.NOT_OBSERVED)
                        .toList());
        report.entries().stream().filter(Entry::isFailOrWarn).forEach(entry -> detail(out, entry));
        List<String> unseen =
                report.entries().stream()
                        .filter(e -> e.finding().verdict() == Verdict.NOT_OBSERVED)
                        .map(e ->
                                e.finding().check().id() + " " + text(e.finding().check().title()))
                        .distinct()
                        .toList();
        if (!unseen.isEmpty()) {
            out.append("\n## Not observed\n\nNeither passed nor failed:\n\n");
            unseen.forEach(each -> out.append("- ").append(each).append('\n'));
        }
        out.append("\n## Clauses\n\n| document | observable | found wanting |\n|---|---|---|\n");
        for (FindingsReport.Coverage each : report.coverage()) {
            out.append("| ")
                    .append(text(each.document()))
                    .append(" | ")
                    .append(each.observable())
                    .append(" of ")
                    .append(each.all())
                    .append(" | ")
                    .append(String.join(" ", each.failed()))
                    .append(" |\n");
        }
        return out.toString();
    }

    private static void table(StringBuilder out, List<Entry> entries) {
        out.append("\n| verdict | severity | check | subject | finding |\n|---|---|---|---|---|\n");
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.WARN, Verdict.INFO, Verdict.PASS)) {
            for (Entry entry : entries) {
                Finding finding = entry.finding();
                if (finding.verdict() == verdict) {
                    out.append("| ")
                            .append(verdict.words())
                            .append(entry.accepted().isPresent() ? " (accepted)" : "")
                            .append(" | ")
                            .append(entry.isFailOrWarn() ? finding.severity().word() : "")
                            .append(" | ")
                            .append(finding.check().id())
                            .append(" | ")
                            .append(text(finding.subject()))
                            .append(" | ")
                            .append(text(finding.said()))
                            .append(" |\n");
                }
            }
        }
    }

    private static void detail(StringBuilder out, Entry entry) {
        Finding finding = entry.finding();
        Check check = finding.check();
        out.append("\n## ")
                .append(check.id())
                .append(' ')
                .append(text(check.title()))
                .append("\n\n");
        out.append(text(finding.subject()))
                .append(": ")
                .append(text(finding.said()))
                .append("\n\n");
        entry.accepted()
                .ifPresent(reason -> out.append("Accepted: ").append(text(reason)).append("\n\n"));
        if (!check.why().isEmpty()) {
            out.append(check.why()).append("\n\n");
        }
        out.append("Rests on: ")
                .append(
                        check.sources().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("; ")))
                .append("\n\n");
        finding.evidence().stream()
                .flatMap(each -> ReportText.lines(each).stream())
                .forEach(line ->
                        out.append("    ")
                                .append(line.replaceAll("\\p{Cntrl}", "\ufffd"))
                                .append('\n'));
        for (Check.Target target : Check.Target.values()) {
            String remedy = check.remedies().get(target);
            if (remedy != null) {
                out.append("\n**")
                        .append(target.heading())
                        .append("**\n\n")
                        .append(remedy)
                        .append('\n');
            }
        }
    }

    /// Text from outside as text: nothing in it is markup.
    static String text(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    if (c < 0x20 || c == 0x7f) {
                        out.append(' ');
                    } else if ("\\`*_{}[]<>()#+!|&~".indexOf(c) >= 0) {
                        out.append('\\').appendCodePoint(c);
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.toString();
    }
}
