// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Durations;
import twinport.cli.EndBySignal;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.ProgramVersion;
import twinport.cli.Terminal;
import twinport.cli.report.ReportFormat;
import twinport.cli.report.ReportOptions;
import twinport.findings.check.Catalogue;
import twinport.findings.check.DeviceProbeFacts;
import twinport.findings.check.DeviceProbeFacts.Encounter;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.findings.check.Finding;
import twinport.findings.check.device.Conclusion;
import twinport.findings.check.device.DeviceProbeRules;
import twinport.lab.probe.impostor.Callers;
import twinport.lab.probe.impostor.CommandCallers;
import twinport.lab.probe.impostor.Impostor;
import twinport.lab.probe.impostor.ImpostorSettings;

/// `twinport impostor`: does a device notice that its broker is another?
@Command(
        name = "impostor",
        description = {
            "Be a broker that is not what it says, and see whether a device notices: one certificate after"
                    + " another, each with one flaw, one connection each.",
            "The device must be yours. Point it at this port, or give a COMMAND that is run once a row; what"
                    + " the command prints is thrown away. No password is shown or kept."
        },
        footer = {
            "",
            "Exit codes: 0 nothing as bad as --fail-on; 1 findings; 2 wrong arguments; 3 the port cannot be had; 4 a"
                    + " CA that cannot be used."
        })
public final class ImpostorCommand implements Callable<Integer> {
    private static final Duration WITHOUT_COMMAND = Duration.ofMinutes(15);

    private final Terminal terminal;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8883",
            description = "Where to listen; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port = 8883;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen on; 0.0.0.0 for devices on the network. Default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--rows",
            paramLabel = "ROWS",
            defaultValue = "all",
            description =
                    "all, quick (good, unknown CA, wrong name, expired, not yet valid), or names with commas between, as unknown_ca. Default: ${DEFAULT-VALUE}.")
    private String rows = "all";

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "End after this time (90s, 10m). Default: 15m.")
    private @Nullable Duration total;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10s",
            description =
                    "How long to wait for the device's next word; with COMMAND also for it to connect. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ofSeconds(10);

    @Mixin private ImpostorAuthority authority = new ImpostorAuthority();

    @Option(
            names = "--forward",
            paramLabel = "HOST:PORT",
            description =
                    "Pass accepted connections on to this broker's plain port, on this computer; after the rows until --for is over.")
    private @Nullable String forward;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif, junit, md or html. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.TEXT;

    @Mixin private ReportOptions report = new ReportOptions();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "After --: a client to run once a row, with its arguments.")
    private List<String> command = new ArrayList<>();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public ImpostorCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        report.check();
        ImpostorSettings settings = settings();
        ImpostorAuthority.Dress dress = authority.dress(clock, random);
        try (Impostor impostor = opened(settings, dress)) {
            EndBySignal signal = EndBySignal.install(impostor::stop);
            int code = Exit.NOT_GOOD;
            try {
                code = run(impostor, settings, dress);
            } finally {
                signal.over(code);
            }
            return code;
        } catch (IOException | UncheckedIOException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "the impostor ended: " + e.getMessage(),
                    "see that the port stays free and the command can be run");
        } finally {
            dress.forget();
        }
    }

    private int run(Impostor impostor, ImpostorSettings settings, ImpostorAuthority.Dress dress)
            throws IOException, InterruptedException {
        terminal.err()
                .println(
                        "twinport: an impostor listens on "
                                + settings.bind().getHostAddress()
                                + ":"
                                + impostor.port()
                                + ", "
                                + settings.rows().size()
                                + " rows");
        long begun = System.nanoTime();
        DeviceProbeFacts facts = impostor.run(callers(impostor, dress));
        List<Finding> findings = DeviceProbeRules.all().judge(Catalogue.read(), facts);
        var head =
                new ReportOptions.Head(
                        "twinport impostor",
                        ProgramVersion.number(),
                        facts.subject(),
                        clock.instant());
        int code = report.tell(terminal, head, findings, notes(facts), format, List.of());
        if (forward != null && command.isEmpty()) {
            impostor.serve(settings.total().minusNanos(System.nanoTime() - begun));
        }
        return code;
    }

    private Callers callers(Impostor impostor, ImpostorAuthority.Dress dress) {
        if (command.isEmpty()) {
            return Callers.none();
        }
        return new CommandCallers(
                command,
                Map.of(
                        "TWINPORT_PORT",
                        String.valueOf(impostor.port()),
                        "TWINPORT_CA",
                        dress.authorityFile().toString(),
                        "TWINPORT_CRL",
                        dress.revocations().toString()));
    }

    private Impostor opened(ImpostorSettings settings, ImpostorAuthority.Dress dress) {
        try {
            return new Impostor(settings, dress.wardrobe(), random, this::progress);
        } catch (IOException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "port "
                            + settings.port()
                            + " of "
                            + settings.bind().getHostAddress()
                            + " cannot be had: "
                            + e.getMessage(),
                    "end what listens there, or give another with --port");
        }
    }

    private void progress(Encounter each) {
        terminal.err().println("twinport: " + line(each));
    }

    private static String line(Encounter each) {
        return each.row().title() + ": " + each.reaction().words() + ": " + each.said();
    }

    /// The conclusion, then the table.
    private static List<String> notes(DeviceProbeFacts facts) {
        List<String> notes = new ArrayList<>();
        Conclusion.of(facts).forEach(each -> notes.add("conclusion: " + each));
        facts.encounters().forEach(each -> notes.add(line(each)));
        return notes;
    }

    private ImpostorSettings settings() {
        if (port < 0 || port > 65_535) {
            throw usage("ports are 0 to 65535, not " + port, "give --port 8883");
        }
        Duration all = total == null ? WITHOUT_COMMAND : total;
        try {
            return new ImpostorSettings(
                    InetAddress.getByName(bind),
                    port,
                    rows(),
                    clamped(patience),
                    command.isEmpty() ? all : clamped(patience),
                    all,
                    Optional.ofNullable(forward).map(ImpostorCommand::broker),
                    Duration.ofSeconds(5));
        } catch (UnknownHostException e) {
            throw usage(
                    "no address is known for " + bind, "give --bind an address of this computer");
        } catch (IllegalArgumentException e) {
            throw usage(
                    "--forward " + forward + ": " + e.getMessage(),
                    "give a broker's plain port on 127.0.0.1");
        }
    }

    private static Duration clamped(Duration time) {
        return Duration.ofMillis(Math.clamp(time.toMillis(), 100, 600_000));
    }

    private List<Row> rows() {
        if (rows.equalsIgnoreCase("all")) {
            return List.of(Row.values());
        }
        if (rows.equalsIgnoreCase("quick")) {
            return ImpostorSettings.quick();
        }
        List<Row> chosen = new ArrayList<>(List.of(Row.GOOD));
        for (String name : rows.split(",", -1)) {
            Row row =
                    Arrays.stream(Row.values())
                            .filter(each -> each.name().equalsIgnoreCase(name.strip()))
                            .findFirst()
                            .orElseThrow(() ->
                                    usage(
                                            "no row is called " + name,
                                            "use "
                                                    + Arrays.toString(Row.values())
                                                            .toLowerCase(Locale.ROOT)));
            if (row != Row.GOOD) {
                chosen.add(row);
            }
        }
        return chosen;
    }

    private static InetSocketAddress broker(String text) {
        int colon = text.lastIndexOf(':');
        try {
            InetAddress host = InetAddress.getByName(colon < 0 ? text : text.substring(0, colon));
            return new InetSocketAddress(
                    host, colon < 0 ? 1883 : Integer.parseInt(text.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such host", e);
        }
    }

    static Failure usage(String what, String hint) {
        return new Failure(Exit.USAGE, what, hint);
    }

    /// Whether a lab's CA lies there.
    static boolean hasAuthority(Path pki) {
        return Files.exists(pki.resolve("ca.pem")) && Files.exists(pki.resolve("ca.key"));
    }
}
