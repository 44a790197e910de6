// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The command line, run again and again in one JVM until it gets no faster: `WarmCommand REPORT
/// ARGUMENT...`. It lives in the command line's package, whose entry nobody else needs.
public final class WarmCommand {
    private static final int RUNS_MIN = 6;
    private static final int RUNS_MAX = 40;
    private static final double SECONDS_MAX = 90;

    /// Steady: the last runs lie this near to each other.
    private static final int STEADY_RUNS = 4;

    private static final double STEADY_SPREAD = 0.05;

    private record Lap(double wallSeconds, double cpuSeconds) {}

    private WarmCommand() {}

    public static void main(String[] arguments) throws Exception {
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
        List<Lap> laps = new ArrayList<>();
        double all = 0;
        while (laps.size() < RUNS_MIN
                || (!steady(laps) && laps.size() < RUNS_MAX && all < SECONDS_MAX)) {
            laps.add(lap(command));
            all += laps.getLast().wallSeconds();
        }
        Files.writeString(Path.of(arguments[0]), report(laps));
    }

    private static Lap lap(String[] command) throws Exception {
        long cpu = cpuNanos();
        long start = System.nanoTime();
        int code;
        try (PrintStream out = new PrintStream(new FileOutputStream("/dev/null"), false)) {
            code = Main.run(new Terminal(out, System.err, false, false), command);
        }
        if (code != 0) {
            throw new IllegalStateException("exit code " + code);
        }
        return new Lap((System.nanoTime() - start) / 1e9, (cpuNanos() - cpu) / 1e9);
    }

    private static long cpuNanos() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return ((com.sun.management.OperatingSystemMXBean) system).getProcessCpuTime();
    }

    private static boolean steady(List<Lap> laps) {
        double[] last = last(laps);
        return last[last.length - 1] <= last[0] * (1 + STEADY_SPREAD);
    }

    /// Seconds of the last runs, ascending.
    private static double[] last(List<Lap> laps) {
        return laps.subList(laps.size() - STEADY_RUNS, laps.size()).stream()
                .mapToDouble(Lap::wallSeconds)
                .sorted()
                .toArray();
    }

    private static String report(List<Lap> laps) {
        double best = laps.stream().mapToDouble(Lap::wallSeconds).min().orElseThrow();
        double[] last = last(laps);
        double median = (last[(last.length - 1) / 2] + last[last.length / 2]) / 2;
        double cpu =
                laps.subList(laps.size() - STEADY_RUNS, laps.size()).stream()
                        .mapToDouble(Lap::cpuSeconds)
                        .average()
                        .orElseThrow();
        return String.format(
                Locale.ROOT,
                "runs=%d%nsteady=%s%nbest=%.4f%nmedian=%.4f%ncpu=%.4f%nfirst=%.4f%n",
                laps.size(),
                steady(laps),
                best,
                median,
                cpu,
                laps.getFirst().wallSeconds());
    }
}
