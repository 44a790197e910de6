// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The words of a fault (docs/reference/faults.md), with the rows of a file in the place of its
/// name: `dht replay july.csv`.
public final class FaultWords {
    private static final long FILE_BYTES_MAX = 1 << 20;
    private static final String REPLAY = "replay";

    private FaultWords() {}

    /// @param folder that names are relative to; null for the current one
    /// @throws IllegalArgumentException the file cannot be read
    public static String resolved(String fault, @Nullable Path folder) {
        String[] words = fault.strip().split("\\s+", -1);
        if (words.length != 3 || !words[1].equals(REPLAY) || words[2].matches("[-0-9.].*")) {
            return fault;
        }
        Path file = folder == null ? Path.of(words[2]) : folder.resolve(words[2]);
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException(file + " is larger than 1 MiB");
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return words[0] + " " + REPLAY + " " + rows(lines);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the rows of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Lines that begin with a number; a heading and empty lines are left out.
    private static String rows(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace(" ", "").strip())
                .filter(line -> line.matches("[-+0-9.].*"))
                .collect(Collectors.joining(";"));
    }
}
