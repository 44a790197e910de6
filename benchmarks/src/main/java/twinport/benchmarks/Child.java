// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs other programs and finds out what they took, by GNU time.
final class Child {
    private static final String TIME = "/usr/bin/time";

    private Child() {}

    /// Takes a program's standard output.
    interface Listener {
        void read(InputStream out) throws IOException;
    }

    static boolean canMeasure() {
        return Files.isExecutable(Path.of(TIME));
    }

    /// To /dev/null, as fast as it goes.
    static Usage timed(List<String> command) throws IOException, InterruptedException {
        return timed(command, Map.of());
    }

    static Usage timed(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path figures = Files.createTempFile("usage", ".txt");
        List<String> measured =
                new ArrayList<>(List.of(TIME, "-f", "%e %U %S %M", "-o", figures.toString()));
        measured.addAll(command);
        ProcessBuilder builder =
                builder(measured).redirectOutput(Redirect.to(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        finish(builder.start(), command);
        double wall = (System.nanoTime() - start) / 1e9;
        String[] values = Files.readString(figures).strip().split(" ");
        Files.delete(figures);
        double cpu = Double.parseDouble(values[1]) + Double.parseDouble(values[2]);
        return new Usage(wall, cpu, Long.parseLong(values[3]));
    }

    /// With a listener on its output; nothing is measured.
    static void listened(List<String> command, Listener listener)
            throws IOException, InterruptedException {
        Process process = builder(command).start();
        try (InputStream out = process.getInputStream()) {
            listener.read(out);
        }
        finish(process, command);
    }

    static String output(List<String> command) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        listened(command, out -> text.append(new String(out.readAllBytes())));
        return text.toString();
    }

    private static ProcessBuilder builder(List<String> command) {
        return new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    }

    private static void finish(Process process, List<String> command) throws InterruptedException {
        while (!process.waitFor(1, TimeUnit.DAYS)) {
            // as long as it takes
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "exit code " + process.exitValue() + ": " + String.join(" ", command));
        }
    }
}
