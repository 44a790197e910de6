// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import twinport.cli.Exit;
import twinport.cli.Terminal;
import twinport.cli.mqtt.ReplayCommand;

/// `twinport history`.
@Command(
        name = "history",
        description = "List, find, export, thin out and replay what every run of a lab said.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 2 wrong arguments, 6 the history can't be read or written;",
            "replay: as pub."
        })
public final class HistoryCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    private HistoryCommand() {}

    /// With all its subcommands.
    public static CommandLine line(Terminal terminal, InstantSource clock) {
        var line = new CommandLine(new HistoryCommand());
        line.addSubcommand(new RunsCommand(terminal));
        line.addSubcommand(new TopicsCommand(terminal));
        line.addSubcommand(new QueryCommand(terminal, clock));
        line.addSubcommand(new SeriesCommand(terminal, clock));
        line.addSubcommand(new ExportCommand(terminal));
        line.addSubcommand(new ImportCommand(terminal, System.in));
        line.addSubcommand(new PruneCommand(terminal, clock));
        line.addSubcommand(new ReplayCommand(terminal.out(), terminal.err()));
        return line;
    }

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine(); // picocli sets it
        line.usage(line.getOut());
        return Exit.USAGE;
    }
}
