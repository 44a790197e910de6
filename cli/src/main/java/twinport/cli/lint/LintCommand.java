// SPDX-License-Identifier: MIT
package twinport.cli.lint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.ProgramVersion;
import twinport.cli.Terminal;
import twinport.cli.report.ReportFormat;
import twinport.cli.report.ReportOptions;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.SourceFacts;
import twinport.findings.check.source.Patch;
import twinport.findings.check.source.SourceRules;

/// `twinport lint`: what sources and settings say before anything runs.
@Command(
        name = "lint",
        description = {
            "Judge firmware (.ino, .cpp, .h, .py), mosquitto.conf with its ACL file, sdkconfig and lab files, alone or"
                    + " all in a folder: verification, secrets in the source, ports in clear, last will, keep alive,"
                    + " buffers, rights.",
            "Nothing is compiled or run. What a file does not say is not observed, which is not passed."
        },
        footer = {
            "",
            "Exit codes: 0 nothing as bad as --fail-on; 1 findings; 2 wrong arguments, or nothing to look at."
        })
public final class LintCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final InstantSource clock;

    @Parameters(paramLabel = "PATH", description = "A file or a folder.")
    private Path path = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif, junit, md or html. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(
            names = "--patch",
            paramLabel = "FILE",
            description =
                    "Write the changes that are sure to be right to this file, as a unified diff for patch -p1 in PATH. Nothing is changed by itself.")
    private @Nullable Path patch;

    @Mixin private ReportOptions report = new ReportOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public LintCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        report.check();
        if (!Files.exists(path)) {
            throw new Failure(
                    Exit.USAGE, "there is no " + path, "give a file or a folder that is there");
        }
        SourceTree.Found found = SourceTree.under(path);
        if (found.sources().isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "nothing to look at in "
                            + path
                            + (found.notes().isEmpty() ? "" : ": " + found.notes().getFirst()),
                    "give firmware (.ino, .cpp, .h, .py), a mosquitto.conf, an sdkconfig or a lab file");
        }
        SourceFacts facts = new SourceFacts(path.toString(), clock.instant(), found.sources());
        List<Finding> findings = SourceRules.all().judge(Catalogue.read(), facts);
        List<String> notes = new ArrayList<>(found.notes());
        int looked = found.sources().size();
        notes.add(looked == 1 ? "1 file was looked at" : looked + " files were looked at");
        if (patch != null) {
            notes.add(write(patch, Patch.of(facts)));
        }
        var head =
                new ReportOptions.Head(
                        "twinport lint", ProgramVersion.number(), facts.subject(), clock.instant());
        return report.tell(terminal, head, findings, notes, format, List.of());
    }

    private static String write(Path file, List<Patch> patches) {
        try {
            Files.writeString(file, UnifiedDiff.of(patches));
            return patches.size() + " changes that are sure were written to " + file;
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    "the patch " + file + " cannot be written: " + e.getMessage(),
                    "give a file in a folder that exists");
        }
    }
}
