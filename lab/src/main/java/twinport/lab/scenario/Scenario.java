// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a scenario file asks for. The keys are described in docs/reference/scenario.md.
///
/// @param source the file it was read from
/// @param project the lab file or folder that it runs on, if it says so
/// @param board the board that steps mean which name none
public record Scenario(
        Path source,
        String name,
        String author,
        Optional<Path> project,
        Optional<String> board,
        List<Step> steps) {
    public Scenario {
        steps = List.copyOf(steps);
    }
}
