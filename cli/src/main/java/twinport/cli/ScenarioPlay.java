// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import twinport.lab.Lab;
import twinport.lab.LabAssembly;
import twinport.lab.LabException;
import twinport.lab.LabSettings;
import twinport.lab.file.LabFile;
import twinport.lab.scenario.JUnitReport;
import twinport.lab.scenario.Scenario;
import twinport.lab.scenario.ScenarioReport;
import twinport.lab.scenario.ScenarioRun;
import twinport.lab.scenario.VirtualClock;

/// One run of a scenario, from the lab's start to the exit code.
final class ScenarioPlay {
    /// @param data the lab's folder; without it one that is deleted at the end
    record Plan(
            Scenario scenario,
            LabFile lab,
            Duration timeout,
            boolean realTime,
            long seed,
            Optional<Path> junit,
            Optional<Path> serialLog,
            Optional<Path> capture,
            Optional<Path> data) {}

    private final Terminal terminal;
    private final Plan plan;
    private final ScenarioText text;

    private ScenarioPlay(Terminal terminal, Plan plan) {
        this.terminal = terminal;
        this.plan = plan;
        this.text = new ScenarioText(terminal, plan.scenario());
    }

    static int play(Terminal terminal, Plan plan)
            throws LabException, IOException, InterruptedException {
        return new ScenarioPlay(terminal, plan).play();
    }

    private int play() throws LabException, IOException, InterruptedException {
        var serialLogs = serialLogs();
        Path folder =
                plan.data().isPresent()
                        ? plan.data().get().toAbsolutePath().normalize()
                        : Files.createTempDirectory("twinport-test");
        Thread player = Thread.currentThread();
        var signal = EndBySignal.install(player::interrupt);
        int code = Exit.NOT_GOOD;
        try (var clock = new VirtualClock(Instant.now(), System::nanoTime)) {
            text.start(plan.lab());
            var lab =
                    LabAssembly.prepare(
                            settings(folder),
                            clock,
                            new SecureRandom(),
                            OptionalLong.of(plan.seed()));
            try (lab) {
                code = play(lab, clock, serialLogs);
            }
        } catch (InterruptedException e) {
            terminal.error("interrupted", "");
        } finally {
            if (plan.data().isEmpty()) {
                delete(folder);
            }
            signal.over(code);
        }
        return code;
    }

    private int play(Lab lab, VirtualClock clock, Map<String, Path> serialLogs)
            throws IOException, InterruptedException {
        var run =
                new ScenarioRun(
                        plan.scenario(),
                        lab,
                        clock,
                        System::nanoTime,
                        new ScenarioRun.Plan(
                                plan.timeout(), plan.realTime(), serialLogs, text::step));
        ScenarioReport report = run.play();
        text.end(report);
        serialLogs.values().forEach(file -> text.kept("serial", file));
        report.serialFailures().forEach(why -> terminal.error(why, "is the disk full?"));
        boolean kept = report.serialFailures().isEmpty() && keepCapture(lab) && keepJUnit(report);
        if (report.timedOut()) {
            return Exit.STEP_TIMEOUT;
        }
        return report.broken().isEmpty() && kept ? Exit.FINE : Exit.NOT_GOOD;
    }

    private boolean keepJUnit(ScenarioReport report) {
        return plan.junit().isEmpty()
                || keep(
                        "junit",
                        plan.junit().get(),
                        file ->
                                Files.writeString(
                                        file, JUnitReport.of(report), StandardCharsets.UTF_8));
    }

    /// Ends boards and tap first, so that all that was sent is in it.
    private boolean keepCapture(Lab lab) {
        if (plan.capture().isEmpty()) {
            return true;
        }
        if (lab.tap().isEmpty()) {
            terminal.error(
                    "nothing was captured: this lab runs without a tap",
                    "set tap: {on: true} in " + plan.lab().source());
            return false;
        }
        return keep(
                "capture",
                plan.capture().get(),
                file -> {
                    try (OutputStream out = Files.newOutputStream(file)) {
                        lab.capture(out, false);
                    }
                });
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    private boolean keep(String what, Path file, Writing writing) {
        try {
            makeFolder(file);
            writing.to(file);
            text.kept(what, file);
            return true;
        } catch (IOException e) {
            terminal.error(file + " can't be written: " + e, "may this user write there?");
            return false;
        }
    }

    private static void makeFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    /// A file for the only board, or one for each in a folder.
    private Map<String, Path> serialLogs() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        if (plan.serialLog().isEmpty()) {
            return files;
        }
        Path place = plan.serialLog().get();
        List<LabFile.BoardEntry> boards = plan.lab().boards();
        if (boards.size() == 1 && !Files.isDirectory(place)) {
            makeFolder(place);
            files.put(boards.getFirst().id(), place);
            return files;
        }
        if (Files.isRegularFile(place)) {
            throw new Failure(
                    Exit.USAGE,
                    "--serial-log " + place + " is a file, and this lab has several boards",
                    "name a folder");
        }
        Files.createDirectories(place);
        boards.forEach(board -> files.put(board.id(), place.resolve(board.id() + ".log")));
        return files;
    }

    private LabSettings settings(Path folder) {
        return LabSettings.alone(
                plan.lab(), folder, Home.cache(), Home.environment("PATH").orElse(""));
    }

    private void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            terminal.warn(folder + " could not be deleted: " + e);
        }
    }
}
