// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import twinport.benchmarks.Settings.Work;

/// Ours and tshark on the same captures in the same run; `reader.sh` starts it.
public final class SideBySide {
    private static final String SMALL_HEAP = "-Xmx512m";

    private final Settings settings;
    private final Commands commands;
    private final StringBuilder report = new StringBuilder();
    private final List<String> notes = new ArrayList<>();
    private boolean countsAreTrue = true;

    private SideBySide(Settings settings) {
        this.settings = settings;
        this.commands = new Commands(settings.home());
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath().normalize();
        Settings settings;
        try {
            settings = Settings.of(home, Arrays.asList(arguments).subList(1, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Settings.USAGE);
            System.exit(2);
            return;
        }
        if (!Child.canMeasure()) {
            System.err.println("GNU time is needed: apt-get install time");
            System.exit(2);
        }
        System.exit(new SideBySide(settings).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        tell("# The reader beside tshark\n\n" + Machine.description() + "\n");
        tell(
                String.format(
                        "- captures of %s, %d rounds, tshark and ours in turn%n",
                        settings.size(), settings.rounds()));
        List<MadeCapture> captures = new ArrayList<>();
        for (Kind kind : settings.kinds()) {
            captures.add(CaptureMaker.make(settings.captures(), settings.size(), kind));
        }
        counts(captures);
        times(captures);
        if (settings.works().contains(Work.MEMORY)) {
            memory();
        }
        tell("\n- load average at the end: " + Machine.load() + "\n");
        save();
        return countsAreTrue;
    }

    // ---- counts

    /// Before anything is timed: is it the same work? This also brings the files into memory.
    private void counts(List<MadeCapture> captures) throws IOException, InterruptedException {
        tell("\n## Packets found\n\n");
        tell(
                "| capture | true | ours | difference | tshark | difference |\n|---|---|---|---|---|---|\n");
        for (MadeCapture capture : captures) {
            long truth = capture.known("packets");
            long ours = count(commands.cold(commands.fieldArguments(capture)));
            long tshark = count(commands.tsharkFields(capture));
            countsAreTrue &= ours == truth;
            tell(
                    String.format(
                            "| %s | %,d | %,d | %+,d | %,d | %+,d |%n",
                            capture.kind().label(),
                            truth,
                            ours,
                            ours - truth,
                            tshark,
                            tshark - truth));
        }
    }

    private static long count(List<String> command) throws IOException, InterruptedException {
        RowCount rows = new RowCount();
        Child.listened(command, rows);
        return rows.packets();
    }

    // ---- times

    private void times(List<MadeCapture> captures) throws IOException, InterruptedException {
        boolean statistics = isThere("--statistics");
        tell("\n## Time\n\n" + Comparison.HEADING);
        for (MadeCapture capture : captures) {
            Work work = capture.kind().sealed() ? Work.DECRYPT : Work.FIELDS;
            if (settings.works().contains(work)) {
                run(fields(capture));
            }
            if (settings.works().contains(Work.STATISTICS) && statistics) {
                run(statistics(capture));
            }
        }
        if (settings.works().contains(Work.STATISTICS) && !statistics) {
            notes.add("`twinport analyze` has no --statistics yet: not compared");
        }
        if (!notes.isEmpty()) {
            tell("\n" + String.join("\n", notes.stream().map(note -> "- " + note).toList()) + "\n");
        }
    }

    private boolean isThere(String option) throws IOException, InterruptedException {
        return Child.output(commands.cold(List.of("analyze", "--help"))).contains(option);
    }

    private Comparison fields(MadeCapture capture) {
        String work = capture.kind().sealed() ? "decrypt, 6 fields" : "6 fields";
        List<String> arguments = commands.fieldArguments(capture);
        return new Comparison(capture.kind().label(), work, commands.tsharkFields(capture))
                .cold("cold", commands.cold(arguments))
                .warm("warm", commands.warm(Comparison.report(), arguments))
                .warm(
                        "warm, one core",
                        Commands.onOneCore(commands.warm(Comparison.report(), arguments)));
    }

    private Comparison statistics(MadeCapture capture) {
        List<String> arguments = commands.statisticsArguments(capture);
        List<String> warm = commands.warm(Comparison.report(), arguments);
        return new Comparison(
                        capture.kind().label(), "statistics", commands.tsharkStatistics(capture))
                .cold("cold", commands.cold(arguments))
                .cold("cold, one core", Commands.onOneCore(commands.cold(arguments)))
                .warm("warm", warm)
                .warm("warm, one core", Commands.onOneCore(warm));
    }

    private void run(Comparison comparison) throws IOException, InterruptedException {
        for (int round = 0; round < settings.rounds(); round++) {
            comparison.round();
        }
        tell(comparison.rows());
        notes.addAll(comparison.notes());
    }

    // ---- memory

    private void memory() throws Exception {
        tell(
                "\n## Memory: "
                        + settings.memorySize()
                        + " of small packets with "
                        + SMALL_HEAP
                        + "\n\n");
        tell(
                "| frames | packets | s | CPU s | MB resident, mapped file included |\n|---|---|---|---|---|\n");
        MadeCapture capture =
                CaptureMaker.make(settings.captures(), settings.memorySize(), Kind.SMALL_PLAIN);
        Usage usage =
                Child.timed(
                        commands.cold(commands.fieldArguments(capture)),
                        Map.of("TWINPORT_JAVA_OPTS", SMALL_HEAP));
        tell(
                String.format(
                        "| %,d | %,d | %.2f | %.2f | %,d |%n",
                        capture.known("frames"),
                        capture.known("packets"),
                        usage.wallSeconds(),
                        usage.cpuSeconds(),
                        usage.residentKilobytes() / 1000));
    }

    // ---- the report

    private void tell(String text) {
        report.append(text);
        System.out.print(text);
        System.out.flush();
    }

    private void save() throws IOException {
        Files.createDirectories(settings.results());
        String now = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm"));
        Path file = settings.results().resolve(now + "-" + settings.size() + ".md");
        Files.writeString(file, report);
        System.out.println("\nwritten to " + file);
        if (!countsAreTrue) {
            System.err.println("OUR COUNT IS NOT THE TRUTH: see \"Packets found\"");
        }
    }
}
