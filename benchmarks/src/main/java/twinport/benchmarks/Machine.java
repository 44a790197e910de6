// SPDX-License-Identifier: MIT
package twinport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Where and when a comparison was made.
final class Machine {
    private Machine() {}

    static String description() throws IOException, InterruptedException {
        String tshark = Child.output(List.of("tshark", "--version")).lines().findFirst().orElse("");
        return String.join(
                "\n",
                "- date: " + ZonedDateTime.now().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                "- machine: "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, "
                        + first("/proc/cpuinfo", "model name"),
                "- memory: " + first("/proc/meminfo", "MemTotal"),
                "- system: "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version"),
                "- JDK: " + Runtime.version() + ", " + System.getProperty("java.vm.name"),
                "- peer: " + tshark,
                "- load average at the start: " + load());
    }

    static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private static String first(String file, String key) throws IOException {
        return Files.readString(Path.of(file))
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }
}
