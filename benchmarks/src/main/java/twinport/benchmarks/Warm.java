// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// What a run in one JVM reported once it was steady.
///
/// @param medianSeconds of the last runs
record Warm(int runs, boolean steady, double bestSeconds, double medianSeconds, double cpuSeconds) {
    static Warm read(Path report) throws IOException {
        Properties figures = new Properties();
        try (Reader in = Files.newBufferedReader(report)) {
            figures.load(in);
        }
        return new Warm(
                Integer.parseInt(figures.getProperty("runs")),
                Boolean.parseBoolean(figures.getProperty("steady")),
                Double.parseDouble(figures.getProperty("best")),
                Double.parseDouble(figures.getProperty("median")),
                Double.parseDouble(figures.getProperty("cpu")));
    }
}
