// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.lab.LabException;
import twinport.lab.file.LabFile;
import twinport.lab.scenario.Scenario;
import twinport.lab.scenario.ScenarioException;
import twinport.lab.scenario.ScenarioReader;
import twinport.lab.scenario.ScenarioRun;

/// `twinport test`: plays a scenario on a lab of its own.
@Command(
        name = "test",
        description = "Play a scenario: steps that drive boards and say what must come of it.",
        footer = {
            "",
            "Exit codes: 0 every step held; 1 a step failed; 2 wrong arguments, scenario or lab file;",
            "3 the lab can't start; 42 the time limit was over."
        })
final class ScenarioCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SCENARIO", description = "A scenario file (YAML).")
    private Path scenario = Path.of("");

    @Option(
            names = "--project",
            paramLabel = "PLACE",
            description =
                    "A lab file, or a folder with a lab.yaml, a diagram.json, a sketch or a main.py."
                            + " Default: what the scenario says, else its folder.")
    private @Nullable Path project;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = Durations.class,
            description =
                    "The longest that all waiting together may take (delays do not count), in the"
                            + " boards' time. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--real-time", description = "Let the boards' time be the wall's throughout.")
    private boolean realTime;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description =
                    "What the boards take for chance; the same number gives the same again."
                            + " Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the steps as JUnit XML, for build servers.")
    private @Nullable Path junit;

    @Option(
            names = "--serial-log",
            paramLabel = "PLACE",
            description =
                    "Write what boards say: a file for one board, a folder for several"
                            + " (PLACE/<board>.log).")
    private @Nullable Path serialLog;

    @Option(
            names = "--capture",
            paramLabel = "FILE",
            description = "Keep what went over the wire (pcapng).")
    private @Nullable Path capture;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the lab. Default: one that is deleted at the end.")
    private @Nullable Path data;

    @Mixin private NetOptions net = new NetOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    ScenarioCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws LabException, IOException, InterruptedException {
        Scenario read = read();
        LabFile lab = net.applied(LabPlace.find(terminal, List.of(place(read))));
        check(read, lab);
        var plan =
                new ScenarioPlay.Plan(
                        read,
                        lab,
                        timeout,
                        realTime,
                        seed,
                        Optional.ofNullable(junit),
                        Optional.ofNullable(serialLog),
                        Optional.ofNullable(capture),
                        Optional.ofNullable(data));
        return ScenarioPlay.play(terminal, plan);
    }

    private Path place(Scenario read) {
        return Optional.ofNullable(project)
                .or(read::project)
                .orElseGet(() -> {
                    Path folder = read.source().toAbsolutePath().getParent();
                    return folder == null ? Path.of("/") : folder;
                });
    }

    private Scenario read() {
        try {
            return ScenarioReader.read(scenario);
        } catch (ScenarioException e) {
            throw unusable(e);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    Exit.USAGE, "there is no scenario " + scenario, "name a scenario file");
        } catch (IOException e) {
            String why = Files.isDirectory(scenario) ? "it is a folder" : e.getMessage();
            throw new Failure(
                    Exit.USAGE,
                    "the scenario " + scenario + " can't be read: " + why,
                    "name a scenario file");
        }
    }

    private static void check(Scenario read, LabFile lab) {
        try {
            ScenarioRun.check(read, lab.boards().stream().map(LabFile.BoardEntry::id).toList());
        } catch (ScenarioException e) {
            throw unusable(e);
        }
    }

    private static Failure unusable(ScenarioException e) {
        return new Failure(
                Exit.USAGE,
                "the scenario can't be used\n" + e.getMessage(),
                "docs/reference/scenario.md describes every step");
    }
}
