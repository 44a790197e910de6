// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One kind of work on one capture: tshark, then ours cold, then ours warm, round after round.
final class Comparison {
    static final String HEADING =
            """
            | capture | work | ours | tshark s (CPU s) | ours s (CPU s) | wall: tshark / ours, min / median / max | CPU: the same | tshark MB resident | ours MB |
            |---|---|---|---|---|---|---|---|---|
            """;

    private record Ours(String label, List<String> command, boolean warm, List<Usage> usages) {}

    private final String capture;
    private final String work;
    private final List<String> tshark;
    private final List<Usage> tsharks = new ArrayList<>();
    private final List<Ours> ours = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Comparison(String capture, String work, List<String> tshark) {
        this.capture = capture;
        this.work = work;
        this.tshark = tshark;
    }

    Comparison cold(String label, List<String> command) {
        ours.add(new Ours(label, command, false, new ArrayList<>()));
        return this;
    }

    /// @param command one of [Commands#warm], which writes its figures to the report
    Comparison warm(String label, List<String> command) {
        ours.add(new Ours(label, command, true, new ArrayList<>()));
        return this;
    }

    /// Where a warm command writes its figures.
    static Path report() {
        return Path.of(
                System.getProperty("java.io.tmpdir"), "warm-" + ProcessHandle.current().pid());
    }

    void round() throws IOException, InterruptedException {
        tsharks.add(Child.timed(tshark));
        for (Ours each : ours) {
            Usage usage = Child.timed(each.command());
            if (each.warm()) {
                Warm warm = Warm.read(report());
                Files.delete(report());
                usage =
                        new Usage(
                                warm.medianSeconds(), warm.cpuSeconds(), usage.residentKilobytes());
                notes.add(
                        String.format(
                                Locale.ROOT,
                                "%s, %s, %s: %d runs, best %.3f s, %s",
                                capture,
                                work,
                                each.label(),
                                warm.runs(),
                                warm.bestSeconds(),
                                warm.steady() ? "steady" : "not steady"));
            }
            each.usages().add(usage);
        }
    }

    /// A line a way of ours.
    String rows() {
        StringBuilder rows = new StringBuilder();
        for (Ours each : ours) {
            rows.append(
                    String.format(
                            "| %s | %s | %s | %s (%s) | %s (%s) | %s | %s | %d | %d |%n",
                            capture,
                            work,
                            each.label(),
                            spread(tsharks, Usage::wallSeconds).seconds(),
                            spread(tsharks, Usage::cpuSeconds).seconds(),
                            spread(each.usages(), Usage::wallSeconds).seconds(),
                            spread(each.usages(), Usage::cpuSeconds).seconds(),
                            ratio(each, Usage::wallSeconds).ratios(),
                            ratio(each, Usage::cpuSeconds).ratios(),
                            megabytes(tsharks),
                            megabytes(each.usages())));
        }
        return rows.toString();
    }

    /// How the warm runs went.
    List<String> notes() {
        return notes;
    }

    private Spread ratio(Ours each, ToDoubleFunction<Usage> figure) {
        double[] ratios = new double[tsharks.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] =
                    figure.applyAsDouble(tsharks.get(i))
                            / figure.applyAsDouble(each.usages().get(i));
        }
        return Spread.of(ratios);
    }

    private static Spread spread(List<Usage> usages, ToDoubleFunction<Usage> figure) {
        return Spread.of(usages.stream().mapToDouble(figure).toArray());
    }

    private static long megabytes(List<Usage> usages) {
        return usages.stream().mapToLong(Usage::residentKilobytes).max().orElse(0) / 1000;
    }
}
