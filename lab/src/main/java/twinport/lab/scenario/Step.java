// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.Optional;

/// One step of a scenario.
///
/// @param number from 1
/// @param line of the file where it stands, from 1
/// @param column the same
/// @param name what its author calls it; may be empty
/// @param board the board it is about, if it says so
/// @param within the longest that this step may wait; without it the scenario's time limit counts
public record Step(
        int number,
        int line,
        int column,
        String name,
        Optional<String> board,
        Optional<Duration> within,
        Action action) {

    /// For people: its name, or what it does.
    public String title() {
        return name.isEmpty() ? action.text() : name;
    }
}
