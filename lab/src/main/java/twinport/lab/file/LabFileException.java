// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A lab file that can't be used, with everything that is wrong with it.
public final class LabFileException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    /// @param line from 1
    /// @param column from 1
    public record Problem(int line, int column, String what) {}

    private final transient List<Problem> problems;

    public LabFileException(Path file, List<Problem> problems) {
        super(
                problems.stream()
                        .map(p -> file + ":" + p.line() + ":" + p.column() + ": " + p.what())
                        .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
