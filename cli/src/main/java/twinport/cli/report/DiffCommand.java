// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.wire.field.TextRows;

/// `twinport diff`: what changed between two reports, for example before and after a fix.
@Command(
        name = "diff",
        description =
                "Compare two JSON reports: what is gone, what is new, what is judged otherwise.",
        footer = {
            "",
            "Exit codes: 0 nothing became worse; 1 something did; 2 wrong arguments; 6 a file is no report."
        })
public final class DiffCommand implements Callable<Integer> {
    private static final long REPORT_BYTES_MAX = 64L << 20;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A report in JSON.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "A later one.")
    private Path after = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.TEXT;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param was the verdicts before, the worst first; empty where there were none
    public record Change(String id, String subject, String was, String is, boolean worse) {}

    @Override
    public Integer call() {
        if (format != ReportFormat.TEXT && format != ReportFormat.JSON) {
            throw new Failure(Exit.USAGE, "a difference is told as text or json", "drop --format");
        }
        Map<List<String>, String> old = verdicts(before);
        Map<List<String>, String> now = verdicts(after);
        Set<List<String>> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(now.keySet());
        List<Change> changes = new ArrayList<>();
        for (List<String> key : keys) {
            String was = old.getOrDefault(key, "");
            String is = now.getOrDefault(key, "");
            if (!was.equals(is)) {
                changes.add(new Change(key.get(0), key.get(1), was, is, rank(is) > rank(was)));
            }
        }
        tell(changes);
        return changes.stream().anyMatch(Change::worse) ? Exit.NOT_GOOD : Exit.FINE;
    }

    private void tell(List<Change> changes) {
        if (format == ReportFormat.JSON) {
            terminal.json(Map.of("changes", changes));
            return;
        }
        if (changes.isEmpty()) {
            terminal.out().println("nothing changed");
        }
        for (Change change : changes) {
            String mark =
                    change.worse()
                            ? terminal.bad("worse ")
                            : rank(change.is()) < rank(change.was())
                                    ? terminal.good("better")
                                    : "other ";
            terminal.out()
                    .println(
                            mark
                                    + "  "
                                    + TextRows.safe(change.id())
                                    + "  "
                                    + TextRows.safe(change.subject())
                                    + ": "
                                    + TextRows.safe(
                                            change.was().isEmpty() ? "(nothing)" : change.was())
                                    + " -> "
                                    + TextRows.safe(
                                            change.is().isEmpty() ? "(nothing)" : change.is()));
        }
    }

    private static int rank(String verdict) {
        return switch (verdict) {
            case "FAIL" -> 2;
            case "WARN" -> 1;
            default -> 0;
        };
    }

    /// The worst verdict for each check and subject.
    private static Map<List<String>, String> verdicts(Path file) {
        Map<List<String>, String> verdicts = new LinkedHashMap<>();
        for (JsonNode each : report(file).path("findings")) {
            List<String> key =
                    List.of(each.path("id").asString(""), each.path("subject").asString(""));
            verdicts.merge(
                    key, each.path("verdict").asString(""), (a, b) -> rank(a) >= rank(b) ? a : b);
        }
        return verdicts;
    }

    private static JsonNode report(Path file) {
        try {
            if (Files.size(file) > REPORT_BYTES_MAX) {
                throw new Failure(
                        Exit.UNREADABLE,
                        file + " is larger than 64 MiB",
                        "give a report that --report FILE.json wrote");
            }
            JsonNode root = ReportJson.MAPPER.readTree(Files.readAllBytes(file));
            if (!root.path("findings").isArray()) {
                throw new Failure(
                        Exit.UNREADABLE,
                        file + " is no report: it has no list of findings",
                        "give a file that --report FILE.json wrote");
            }
            return root;
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    file + " cannot be read: " + e.getMessage(),
                    "give a file that --report FILE.json wrote");
        } catch (JacksonException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    file + " is not JSON: " + e.getOriginalMessage(),
                    "give a file that --report FILE.json wrote");
        }
    }
}
