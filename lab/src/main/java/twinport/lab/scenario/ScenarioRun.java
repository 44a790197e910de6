// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import twinport.lab.Lab;
import twinport.lab.file.LabFileException.Problem;
import twinport.lab.scenario.ScenarioReport.Outcome;
import twinport.lab.scenario.ScenarioReport.StepResult;

/// Plays a scenario on a lab whose boards are not yet switched on.
public final class ScenarioRun {
    /// @param limit the longest that all waits together may take
    /// @param realTime whether the boards' time is the wall's throughout
    /// @param serialLogs where each board's serial line is written; none for those not named
    /// @param told of every step when it is over
    public record Plan(
            Duration limit,
            boolean realTime,
            Map<String, Path> serialLogs,
            Consumer<? super StepResult> told) {
        public Plan {
            serialLogs = Map.copyOf(serialLogs);
        }
    }

    private final Scenario scenario;
    private final Lab lab;
    private final VirtualClock clock;
    private final LongSupplier wall;
    private final Plan plan;
    private final boolean leaping;

    /// @param clock the one that the lab was made with
    /// @param wall the timer of this computer, in nanoseconds
    public ScenarioRun(
            Scenario scenario, Lab lab, VirtualClock clock, LongSupplier wall, Plan plan) {
        this.scenario = scenario;
        this.lab = lab;
        this.clock = clock;
        this.wall = wall;
        this.plan = plan;
        this.leaping = !plan.realTime() && lab.tap().isPresent();
    }

    /// Whether each step knows its board.
    ///
    /// @throws ScenarioException with every step that does not
    public static void check(Scenario scenario, List<String> boards) throws ScenarioException {
        List<Problem> problems = new ArrayList<>();
        String known = String.join(", ", boards);
        for (Step step : scenario.steps()) {
            Optional<String> meant = step.board().or(scenario::board);
            if (meant.isPresent() && !boards.contains(meant.get())) {
                problems.add(
                        new Problem(
                                step.line(),
                                step.column(),
                                "there is no board \"" + meant.get() + "\"; boards are " + known));
            } else if (meant.isEmpty() && boards.size() > 1 && needsBoard(step.action(), boards)) {
                problems.add(
                        new Problem(
                                step.line(),
                                step.column(),
                                step.action().word()
                                        + " needs the key board: beside it, one of "
                                        + known));
            }
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(scenario.source(), problems);
        }
    }

    private static boolean needsBoard(Action action, List<String> boards) {
        return switch (action) {
            case Action.WaitSerial _,
                    Action.WriteSerial _,
                    Action.Wireless _,
                    Action.SetClock _,
                    Action.Break _,
                    Action.Mend _,
                    Action.Restart _ ->
                    true;
            case Action.SetControl set -> !boards.contains(set.part());
            case Action.ExpectPin expect -> !boards.contains(expect.part());
            case Action.Delay _,
                    Action.WaitMqtt _,
                    Action.Publish _,
                    Action.ExpectMessage _,
                    Action.ExpectNoPlaintext _,
                    Action.ExpectFinding _,
                    Action.SwapCertificate _ ->
                    false;
        };
    }

    /// Switches the boards on and plays all steps, up to the first that does not hold. The lab goes
    /// on afterwards, in the wall's time.
    public ScenarioReport play() throws IOException, InterruptedException {
        Map<String, SerialLog> logs = Stage.logs(lab);
        for (var each : plan.serialLogs().entrySet()) {
            SerialLog log = logs.get(each.getKey());
            if (log != null) {
                log.into(each.getValue());
            }
        }
        lab.tap().ifPresent(tap -> clock.watch(new LabWire(tap, lab.broker(), wall)));
        long boardsStart = clock.nanos();
        long wallStart = wall.getAsLong();
        try (Stage stage = new Stage(lab, clock, logs)) {
            lab.startBoards();
            List<StepResult> steps = play(stage);
            var time =
                    new ScenarioReport.Time(
                            clockWords(),
                            Duration.ofNanos(clock.nanos() - boardsStart),
                            Duration.ofNanos(wall.getAsLong() - wallStart),
                            clock.leaps());
            return new ScenarioReport(scenario, steps, time, stage.lastWords(), failures(logs));
        }
    }

    private List<StepResult> play(Stage stage) throws InterruptedException {
        var player = new StepPlayer(stage, scenario, new Patience(clock, wall, plan.limit()));
        List<StepResult> results = new ArrayList<>();
        boolean broken = false;
        for (Step step : scenario.steps()) {
            clock.jumping(leaping && !(step.action() instanceof Action.WaitMqtt) && !broken);
            long start = clock.nanos();
            Outcome outcome = broken ? new Outcome.Skipped() : player.play(step);
            broken |= !(outcome instanceof Outcome.Held);
            var result = new StepResult(step, outcome, Duration.ofNanos(clock.nanos() - start));
            results.add(result);
            plan.told().accept(result);
        }
        return results;
    }

    private String clockWords() {
        if (plan.realTime()) {
            return "real time";
        }
        return leaping ? "virtual time" : "real time, because this lab runs without a tap";
    }

    private static List<String> failures(Map<String, SerialLog> logs) {
        List<String> failures = new ArrayList<>();
        for (SerialLog log : logs.values()) {
            IOException failure = log.end();
            if (failure != null) {
                failures.add("the serial log of " + log.board() + " is not whole: " + failure);
            }
        }
        return failures;
    }
}
