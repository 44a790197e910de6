// SPDX-License-Identifier: MIT
package twinport.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import twinport.lab.file.LabFile;
import twinport.lab.scenario.Scenario;
import twinport.lab.scenario.ScenarioReport;
import twinport.lab.scenario.ScenarioReport.Outcome;
import twinport.lab.scenario.ScenarioReport.StepResult;

/// Tells how a scenario goes: a line a step, and at the end what went wrong and which clock ran.
final class ScenarioText {
    private final Terminal terminal;
    private final Scenario scenario;

    ScenarioText(Terminal terminal, Scenario scenario) {
        this.terminal = terminal;
        this.scenario = scenario;
    }

    void start(LabFile lab) {
        terminal.err().println("twinport: starting " + lab.name() + " ...");
        terminal.out().println(terminal.bold("scenario  " + scenario.name()));
    }

    void step(StepResult result) {
        String word =
                switch (result.outcome()) {
                    case Outcome.Held _ -> terminal.good("held   ");
                    case Outcome.Failed _ -> terminal.bad("FAILED ");
                    case Outcome.TimedOut _ -> terminal.bad("TIMEOUT");
                    case Outcome.Skipped _ -> "skipped";
                };
        String board = result.step().board().map(id -> id + ": ").orElse("");
        String note =
                result.outcome() instanceof Outcome.Held(String found) && !found.isEmpty()
                        ? " (" + found + ")"
                        : "";
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%4d  %s %9.3f s  %s%s%s%n",
                        result.step().number(),
                        word,
                        result.boards().toNanos() / 1e9,
                        board,
                        result.step().title(),
                        note);
        terminal.out().flush();
    }

    void end(ScenarioReport report) {
        var time = report.time();
        var leaps = time.leaps();
        String leapt =
                leaps.count() == 0
                        ? ", nothing leapt over"
                        : ", "
                                + seconds(leaps.time())
                                + " leapt over in "
                                + leaps.count()
                                + " leaps";
        terminal.out()
                .println(
                        "clock     "
                                + time.clock()
                                + ": "
                                + seconds(time.boards())
                                + " for the boards, "
                                + seconds(time.wall())
                                + " to wait for"
                                + leapt);
        report.broken().ifPresent(broken -> broken(report, broken));
    }

    private void broken(ScenarioReport report, StepResult broken) {
        var step = broken.step();
        String where = scenario.source() + ":" + step.line();
        String what =
                switch (broken.outcome()) {
                    case Outcome.Failed(String why) -> " failed: " + why;
                    case Outcome.TimedOut(String why) ->
                            " was still waiting at the time limit: " + why;
                    case Outcome.Held _, Outcome.Skipped _ -> "";
                };
        terminal.error(where + ": step " + step.number() + " (" + step.title() + ")" + what, "");
        report.lastWords()
                .forEach((board, lines) -> {
                    if (step.board().or(scenario::board).map(board::equals).orElse(true)) {
                        String heading =
                                lines.isEmpty()
                                        ? board + " said nothing"
                                        : "the last lines of " + board + ":";
                        terminal.err().println("twinport: " + heading);
                        lines.forEach(line -> terminal.err().println("    " + line));
                    }
                });
    }

    void kept(String what, Path file) {
        terminal.out().printf("%-9s %s%n", what, file);
        terminal.out().flush();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toNanos() / 1e9);
    }
}
