// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Check;
import twinport.findings.check.Mode;

/// `twinport explain`: what a check looks at, why it matters, and what to do.
@Command(
        name = "explain",
        description =
                "Explain a check: what is observed, what it rests on, why it matters, and the fix. Without ID: all checks, a line each.")
public final class ExplainCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A check, for example PLN-01, or a group, for example TLS.")
    private @Nullable String id;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Catalogue catalogue = Catalogue.read();
        String wanted = id;
        if (wanted == null) {
            list(catalogue.checks());
            return Exit.FINE;
        }
        List<Check> group =
                catalogue.checks().stream()
                        .filter(check -> check.group().equalsIgnoreCase(wanted))
                        .toList();
        if (!group.isEmpty()) {
            list(group);
            return Exit.FINE;
        }
        explain(
                catalogue
                        .find(wanted)
                        .orElseThrow(() ->
                                new Failure(
                                        Exit.USAGE,
                                        "no check is called " + wanted,
                                        "near it are "
                                                + nearest(catalogue, wanted)
                                                + "; twinport explain lists all")));
        return Exit.FINE;
    }

    private void list(List<Check> checks) {
        terminal.table(
                List.of("check", "severity", "what is wrong when it fails"),
                checks.stream()
                        .map(check -> List.of(check.id(), check.severity().word(), check.title()))
                        .toList());
    }

    private void explain(Check check) {
        line(terminal.bold(check.id() + ": " + check.title()));
        line("");
        line("observed   " + check.observed());
        line("rule       " + check.rule());
        line("severity   " + check.severity().word());
        line(
                "judged by  "
                        + check.modes().stream()
                                .sorted()
                                .map(ExplainCommand::command)
                                .distinct()
                                .collect(Collectors.joining(", ")));
        line(
                "rests on   "
                        + check.sources().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("; ")));
        if (!check.why().isEmpty()) {
            line("");
            line(check.why());
        }
        for (Check.Target target : Check.Target.values()) {
            String remedy = check.remedies().get(target);
            if (remedy != null) {
                line("");
                line(terminal.bold(target.heading()));
                remedy.lines().forEach(each -> line("  " + each));
            }
        }
    }

    private static String command(Mode mode) {
        return switch (mode) {
            case CAPTURE -> "analyze";
            case OPENED_CAPTURE -> "analyze with keys";
            case PROBE -> "audit or impostor";
            case BROKER -> "the broker's settings (no rules yet)";
            case SOURCE -> "the source (no rules yet)";
        };
    }

    private static String nearest(Catalogue catalogue, String id) {
        String wanted = id.toUpperCase(Locale.ROOT);
        return catalogue.checks().stream()
                .map(Check::id)
                .sorted(Comparator.comparingInt(each -> distance(each, wanted)))
                .limit(3)
                .collect(Collectors.joining(", "));
    }

    /// Letters to change, insert or drop (Levenshtein).
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
