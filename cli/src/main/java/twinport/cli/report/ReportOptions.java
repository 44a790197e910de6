// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.findings.check.Finding;
import twinport.findings.check.Severity;
import twinport.findings.report.FindingsReport;

/// How findings are told, and which of them end a command with 1. The options that all commands
/// with findings share.
public final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Write the report to this file too; its suffix says how: .txt, .json, .sarif, .xml (JUnit), .md, .html. May be given more than once.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "high",
            description =
                    "Exit with 1 at findings as bad as this or worse: critical, high, medium, low, info or never. Default: ${DEFAULT-VALUE}.")
    private String failOn = "high";

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "A YAML file of findings that are known and accepted, each with its reason. They are shown as accepted and fail nothing.")
    private @Nullable Path baseline;

    /// What the report is of.
    public record Head(String tool, String version, String subject, Instant when) {}

    /// Refuses what cannot be used, before any work is done.
    public void check() {
        for (Path file : files) {
            if (ReportFormat.of(file).isEmpty()) {
                throw new Failure(
                        Exit.USAGE,
                        "no format has the suffix of --report " + file,
                        "use one of " + ReportFormat.suffixes());
            }
        }
        threshold();
    }

    /// Tells the findings and gives the exit code.
    ///
    /// @param format what goes to standard output
    public int tell(
            Terminal terminal,
            Head head,
            List<Finding> findings,
            List<String> notes,
            ReportFormat format,
            List<String> figures) {
        Baseline known = baseline == null ? Baseline.none() : Baseline.read(baseline);
        FindingsReport report =
                new FindingsReport(
                        head.tool(),
                        head.version(),
                        head.subject(),
                        head.when(),
                        findings.stream()
                                .map(each -> new FindingsReport.Entry(each, known.reason(each)))
                                .toList(),
                        notes);
        if (format == ReportFormat.TEXT) {
            new ReportText(terminal).print(report);
        } else {
            terminal.out().print(rendered(report, format, figures));
            terminal.out().flush();
        }
        for (Path file : files) {
            write(file, report, figures);
        }
        return threshold().filter(report::has).isPresent() ? Exit.NOT_GOOD : Exit.FINE;
    }

    private static String rendered(
            FindingsReport report, ReportFormat format, List<String> figures) {
        return switch (format) {
            case TEXT -> ReportText.plain(report);
            case JSON -> ReportJson.write(report);
            case SARIF -> ReportSarif.write(report);
            case JUNIT -> ReportJunit.write(report);
            case MD -> ReportMarkdown.write(report);
            case HTML -> ReportHtml.write(report, figures);
        };
    }

    private static void write(Path file, FindingsReport report, List<String> figures) {
        try {
            Files.writeString(
                    file,
                    rendered(report, ReportFormat.of(file).orElseThrow(), figures),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the report " + file + " cannot be written: " + e.getMessage(),
                    "give a file in a folder that exists");
        }
    }

    private Optional<Severity> threshold() {
        if (failOn.equalsIgnoreCase("never")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Severity.valueOf(failOn.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE,
                    "no severity is called " + failOn + ", at --fail-on",
                    "use critical, high, medium, low, info or never");
        }
    }
}
