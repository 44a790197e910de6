// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import twinport.lab.file.LabFileException.Problem;

/// A scenario that can't be used, with everything that is wrong with it.
public final class ScenarioException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ScenarioException(Path file, List<Problem> problems) {
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
