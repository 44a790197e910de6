// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import twinport.cli.analyze.AnalyzeCommand;
import twinport.cli.certs.CertsCommand;
import twinport.cli.doctor.DoctorCommand;
import twinport.cli.fleet.SimulateCommand;
import twinport.cli.history.HistoryCommand;
import twinport.cli.lint.LintCommand;
import twinport.cli.mqtt.PubCommand;
import twinport.cli.mqtt.RrCommand;
import twinport.cli.mqtt.SubCommand;
import twinport.cli.probe.AuditCommand;
import twinport.cli.probe.ImpostorCommand;
import twinport.cli.report.DiffCommand;
import twinport.cli.report.ExplainCommand;
import twinport.lab.LabException;

/// The command line.
@Command(
        name = "twinport",
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A workbench for secure MQTT on embedded devices.",
        footer = {"", "Start with: twinport up"})
public final class Main implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version and exit.")
    boolean version;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /// Runs one command line; returns the exit code.
    static int run(Terminal terminal, String... arguments) {
        return commandLine(terminal).execute(keyLogAlone(arguments));
    }

    /// `up --keylog LAB` names a lab, not a key log: the option's file must be attached to it, or a
    /// lab file would be taken for the place to write secrets to.
    private static String[] keyLogAlone(String... arguments) {
        String[] clear = arguments.clone();
        for (int i = 1; i < clear.length && clear[0].equals("up"); i++) {
            clear[i] = clear[i].equals("--keylog") ? "--keylog=" : clear[i];
        }
        return clear;
    }

    /// The commands and how their errors are told.
    static CommandLine commandLine(Terminal terminal) {
        var line = new CommandLine(new Main());
        line.addSubcommand(new UpCommand(terminal));
        line.addSubcommand(new SimulateCommand(terminal));
        line.addSubcommand(new ScenarioCommand(terminal));
        line.addSubcommand(new BoardsCommand(terminal));
        line.addSubcommand(new AnalyzeCommand(terminal));
        line.addSubcommand(new AuditCommand(terminal, InstantSource.system()));
        line.addSubcommand(new ImpostorCommand(terminal, InstantSource.system()));
        line.addSubcommand(new LintCommand(terminal, InstantSource.system()));
        line.addSubcommand(new ExplainCommand(terminal));
        line.addSubcommand(new DiffCommand(terminal));
        line.addSubcommand(new CertsCommand(terminal));
        line.addSubcommand(new KeysCommand(terminal));
        line.addSubcommand(new DecryptCommand(terminal));
        line.addSubcommand(new CaptureCommand(terminal));
        line.addSubcommand(new RelayCommand(terminal));
        line.addSubcommand(HistoryCommand.line(terminal, InstantSource.system()));
        line.addSubcommand(new DoctorCommand(terminal, Home::environment, InstantSource.system()));
        line.addSubcommand(new CompletionCommand(terminal));
        line.addSubcommand(new PubCommand(System.in, terminal.out(), terminal.err()));
        line.addSubcommand(new SubCommand(System.in, terminal.out(), terminal.err()));
        line.addSubcommand(new RrCommand(System.in, terminal.out(), terminal.err()));
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // -m @home is a text
        line.setParameterExceptionHandler((e, args) -> usage(terminal, e));
        line.setExecutionExceptionHandler((e, command, result) -> failed(terminal, e));
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    @Override
    public Integer call() {
        var line = Objects.requireNonNull(spec).commandLine(); // picocli sets it
        line.usage(line.getOut());
        return Exit.FINE;
    }

    private static int usage(Terminal terminal, ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.error(
                String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong arguments"),
                "see " + command + " --help");
        return Exit.USAGE;
    }

    private static int failed(Terminal terminal, Exception e) throws Exception {
        return switch (e) {
            case Failure failure -> {
                terminal.error(String.valueOf(failure.getMessage()), failure.hint());
                yield failure.exitCode();
            }
            case LabException failure -> {
                terminal.error(String.valueOf(failure.getMessage()), failure.hint());
                yield Exit.CONNECT;
            }
            default -> throw e;
        };
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "twinport " + (version == null ? "(not built as a jar)" : version),
                "Java " + Runtime.version()
            };
        }
    }
}
