// SPDX-License-Identifier: MIT
package twinport.cli.doctor;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Terminal;
import twinport.lab.DataFolder;

/// `twinport doctor`: what this machine lacks and how to get it.
@Command(
        name = "doctor",
        description = "Say what this machine lacks, what does not work without it, how to get it.",
        footer = {
            "",
            "Exit codes: 0 the default lab can run here; 1 something is in its way; 2 wrong",
            "arguments. What only some need and is missing does not change the exit code."
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Machine machine;
    private final Path usual;
    private final InstantSource clock;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the lab's data are. Default: as for up.")
    private @Nullable Path data;

    @Option(names = "--json", description = "The same as JSON.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    /// @param environment by name; programs are looked for on its PATH
    public DoctorCommand(
            Terminal terminal,
            Function<String, Optional<String>> environment,
            InstantSource clock) {
        this.terminal = terminal;
        this.machine = new Machine(environment.apply("PATH").orElse(""));
        this.usual = DataFolder.usual(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = data == null ? usual : data;
        List<Diagnosis> found = new Examination(machine, folder, clock.instant()).all();
        if (json) {
            terminal.json(Map.of("findings", found));
        } else {
            found.forEach(this::tell);
        }
        boolean bad = found.stream().anyMatch(one -> one.state() == Diagnosis.State.BAD);
        return bad ? Exit.NOT_GOOD : Exit.FINE;
    }

    private void tell(Diagnosis one) {
        String word =
                switch (one.state()) {
                    case OK -> terminal.good("ok     ");
                    case MISSING -> terminal.warning("missing");
                    case BAD -> terminal.bad("bad    ");
                };
        terminal.out().println(word + "  " + one.what() + ": " + one.found());
        if (one.state() != Diagnosis.State.OK) {
            terminal.out().println("         without it: " + one.effect());
            terminal.out().println("         to get it:  " + one.remedy());
        }
    }
}
