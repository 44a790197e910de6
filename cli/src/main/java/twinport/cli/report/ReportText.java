// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.cli.Terminal;
import twinport.findings.check.Evidence;
import twinport.findings.check.Finding;
import twinport.findings.check.Verdict;
import twinport.findings.report.FindingsReport;
import twinport.findings.report.FindingsReport.Entry;
import twinport.wire.field.TextRows;

/// A report for people at a terminal.
final class ReportText {
    /// Lines of evidence that are printed for one finding; files have all.
    private static final int EVIDENCE_LINES = 12;

    private final Terminal terminal;

    ReportText(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The same without colour, for a file.
    static String plain(FindingsReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new ReportText(new Terminal(out, out, false, false)).print(report);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    void print(FindingsReport report) {
        line(terminal.bold(report.tool() + ": " + shown(report.subject())));
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.WARN, Verdict.INFO, Verdict.PASS)) {
            List<Entry> entries =
                    report.entries().stream()
                            .filter(e -> e.finding().verdict() == verdict)
                            .toList();
            if (!entries.isEmpty()) {
                line("");
            }
            entries.forEach(this::entry);
        }
        String unseen =
                report.entries().stream()
                        .filter(e -> e.finding().verdict() == Verdict.NOT_OBSERVED)
                        .map(e -> e.finding().check().id())
                        .distinct()
                        .collect(Collectors.joining(" "));
        if (!unseen.isEmpty()) {
            line("");
            line("NOT OBSERVED  " + unseen);
        }
        report.notes().forEach(note -> line("note: " + shown(note)));
        line("");
        line(counts(report.counts()));
    }

    static String counts(Map<Verdict, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().words())
                .collect(Collectors.joining(", "));
    }

    private void entry(Entry entry) {
        Finding finding = entry.finding();
        String head =
                switch (finding.verdict()) {
                    case FAIL -> terminal.bad("FAIL");
                    case WARN -> terminal.warning("WARN");
                    case INFO -> "INFO";
                    case PASS -> terminal.good("PASS");
                    case NOT_OBSERVED -> "NOT OBSERVED";
                };
        String severity = entry.isFailOrWarn() ? " " + finding.severity().word() : "";
        line(
                head
                        + severity
                        + "  "
                        + finding.check().id()
                        + "  "
                        + shown(finding.subject())
                        + ": "
                        + shown(finding.said()));
        entry.accepted().ifPresent(reason -> line("      accepted: " + shown(reason)));
        if (entry.isFailOrWarn()) {
            finding.evidence().stream()
                    .flatMap(each -> lines(each).stream())
                    .limit(EVIDENCE_LINES)
                    .forEach(each -> line("      " + shown(each)));
            line(
                    "      "
                            + finding.check().title()
                            + "; "
                            + finding.check().sources().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(", "))
                            + "; twinport explain "
                            + finding.check().id());
        }
    }

    /// The evidence, a line each.
    static List<String> lines(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Bytes(long frame, int offset, int length, String what) ->
                    List.of(
                            "frame "
                                    + frame
                                    + (length == 0
                                            ? ""
                                            : ", bytes " + offset + " to " + (offset + length - 1))
                                    + ": "
                                    + what);
            case Evidence.Line(String file, int line, String text) ->
                    List.of(file + ":" + line + ": " + text);
            case Evidence.Transcript(String title, List<String> steps) ->
                    Stream.concat(Stream.of(title + ":"), steps.stream().map(step -> "  " + step))
                            .toList();
            case Evidence.Setting(String where, String what) -> List.of(where + ": " + what);
        };
    }

    /// What came from outside cannot steer the terminal.
    private static String shown(String text) {
        return TextRows.safe(text);
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
