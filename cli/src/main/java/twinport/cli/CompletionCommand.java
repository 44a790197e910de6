// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `twinport completion`: a script that lets a shell complete commands and options.
@Command(
        name = "completion",
        description = "Print a script that lets bash or zsh complete commands and options.",
        footer = {"", "For this shell: source <(./twinport completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        // picocli sets spec; the command line that has this one is the program's
        var program = Objects.requireNonNull(spec).root().commandLine();
        terminal.out().print(AutoComplete.bash("twinport", program));
        terminal.out().flush();
        return Exit.FINE;
    }
}
