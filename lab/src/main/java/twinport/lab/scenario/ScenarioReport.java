// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came of a scenario.
///
/// @param steps all of them, in order; after the first that did not hold the rest is skipped
/// @param time how its time went
/// @param lastWords the last serial lines of each board
/// @param serialFailures why serial logs are not whole
public record ScenarioReport(
        Scenario scenario,
        List<StepResult> steps,
        Time time,
        Map<String, List<String>> lastWords,
        List<String> serialFailures) {

    /// How a step ended.
    public sealed interface Outcome {
        /// @param note what it found, if that is worth a word
        record Held(String note) implements Outcome {}

        record Failed(String why) implements Outcome {}

        /// The scenario's time limit was over.
        record TimedOut(String why) implements Outcome {}

        record Skipped() implements Outcome {}
    }

    /// @param boards how long it took in the boards' time
    public record StepResult(Step step, Outcome outcome, Duration boards) {}

    /// @param clock which one ran, in words
    /// @param boards how long the scenario took in the boards' time
    /// @param wall how long one had to wait for it
    public record Time(String clock, Duration boards, Duration wall, VirtualClock.Leaps leaps) {}

    /// The step that did not hold, if there is one.
    public Optional<StepResult> broken() {
        return steps.stream()
                .filter(step ->
                        step.outcome() instanceof Outcome.Failed
                                || step.outcome() instanceof Outcome.TimedOut)
                .findFirst();
    }

    public boolean timedOut() {
        return broken().filter(step -> step.outcome() instanceof Outcome.TimedOut).isPresent();
    }
}
