// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.board.BoardClock;
import twinport.broker.Fleet;
import twinport.lab.DataFolder;
import twinport.lab.LabException;
import twinport.lab.LabSettings;
import twinport.lab.LabSettings.KeyLogging;
import twinport.lab.file.ByteSize;
import twinport.lab.file.LabFile;
import twinport.lab.wokwi.Project;

/// `twinport up`: starts a lab and stays with it.
@Command(
        name = "up",
        description = "Start a lab: broker, boards, tap and page.",
        footer = {
            "",
            "Exit codes: 0 every board published or received, every command was answered and the",
            "capture reads back; 1 not so; 2 wrong arguments or lab file; 3 the lab can't start."
        })
final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "LAB",
            description =
                    "A lab file or a folder with a lab.yaml; or one or more projects: folders with a"
                            + " diagram.json, a sketch or a main.py. Default: four boards.")
    private List<Path> places = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder. Default: $XDG_DATA_HOME/twinport.")
    private @Nullable Path data;

    @Option(
            names = "--history",
            paramLabel = "WHERE",
            defaultValue = "",
            description =
                    "Where messages are kept: a file (SQLite), jdbc:postgresql://..., or off."
                            + " Default: history.db in the data folder.")
    private String history = "";

    @Option(names = "--headless", description = "No status screen; the page is still served.")
    private boolean headless;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "End after this time (40s, 5m), counted from ready. A lab file's boards are then"
                            + " commanded to switch their LED, every 10 s.")
    private @Nullable Duration howLong;

    @Option(names = "--report", paramLabel = "FILE", description = "Write what the run came to.")
    private @Nullable Path report;

    @Option(names = "--mqtt-port", paramLabel = "PORT", description = "Plain port; 0: any free.")
    private @Nullable Integer mqttPort;

    @Option(names = "--mqtts-port", paramLabel = "PORT", description = "TLS port; 0: any free.")
    private @Nullable Integer mqttsPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The page's port; 0: any free. Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "Serve MQTT on this address too, for real boards. Refused while the plain side"
                            + " is open. Default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A further name or address for the broker's certificate. Repeatable.")
    private List<String> hosts = List.of();

    @Option(names = "--no-tap", description = "No tap and no capture; the broker has the ports.")
    private boolean noTap;

    @Option(
            names = "--capture-limit",
            paramLabel = "SIZE",
            description = "How much the capture may take, for example 256MB; the oldest goes.")
    private @Nullable String captureLimit;

    @Option(
            names = "--keylog",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "FILE",
            description =
                    "Write this run's TLS secrets into the capture, and into FILE if one is named.")
    private @Nullable String keyLog;

    @Option(
            names = "--fleet",
            paramLabel = "N",
            description =
                    "Let N devices of 'twinport simulate' in, at most 20000. Default: as the lab file"
                            + " says, else none.")
    private @Nullable Integer fleet;

    @Mixin private NetOptions net = new NetOptions();

    @Mixin private CaPassphraseOption ca = new CaPassphraseOption();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws LabException, IOException {
        requireFleet();
        List<Path> chosen = places();
        var settings = settings(withFleet(net.applied(LabPlace.find(terminal, chosen))));
        var plan =
                new LabRun.Plan(
                        settings,
                        httpPort,
                        headless || !terminal.isTerminal(),
                        Optional.ofNullable(howLong),
                        chosen.stream().noneMatch(Project::is),
                        Optional.ofNullable(report));
        return LabRun.run(terminal, plan, BoardClock.system(), new SecureRandom());
    }

    private void requireFleet() {
        if (fleet != null && (fleet < 0 || fleet > Fleet.MAXIMUM)) {
            throw new Failure(
                    Exit.USAGE,
                    "--fleet " + fleet + " is no number of devices",
                    "a fleet has 0 to " + Fleet.MAXIMUM);
        }
    }

    private LabFile withFleet(LabFile file) {
        return fleet == null ? file : file.withFleet(fleet);
    }

    private List<Path> places() {
        return places.isEmpty()
                ? List.of(Home.of().resolve("examples/four-boards.yaml"))
                : List.copyOf(places);
    }

    private LabSettings settings(LabFile file) {
        Path named = data == null ? DataFolder.usual(Home::environment) : data;
        Path folder = named.toAbsolutePath().normalize();
        return new LabSettings(
                file,
                folder,
                Home.cache(),
                Home.environment("PATH").orElse(""),
                address(),
                hosts,
                port(mqttPort, "--mqtt-port"),
                port(mqttsPort, "--mqtts-port"),
                !noTap,
                limit(),
                keyLogging(),
                keeping(),
                ca.checked(folder));
    }

    private LabSettings.Keeping keeping() {
        return switch (history) {
            case "" -> new LabSettings.Keeping.InDataFolder();
            case "off" -> new LabSettings.Keeping.Nowhere();
            default -> new LabSettings.Keeping.At(history);
        };
    }

    private InetAddress address() {
        try {
            return InetAddress.getAllByName(bind)[0];
        } catch (UnknownHostException e) {
            throw new Failure(
                    Exit.USAGE, "--bind " + bind + " is no address", "give it an IP address");
        }
    }

    private static OptionalInt port(@Nullable Integer port, String option) {
        if (port == null) {
            return OptionalInt.empty();
        }
        if (port < 0 || port > 65_535) {
            throw new Failure(
                    Exit.USAGE, option + " " + port + " is no port", "ports are 1 to 65535");
        }
        return OptionalInt.of(port);
    }

    private Optional<Long> limit() {
        if (captureLimit == null) {
            return Optional.empty();
        }
        var size = ByteSize.parse(captureLimit).filter(bytes -> bytes >= 1 << 20);
        if (size.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "--capture-limit " + captureLimit + " is no size of at least 1MB",
                    "for example --capture-limit 256MB");
        }
        return size;
    }

    private KeyLogging keyLogging() {
        if (keyLog == null) {
            return new KeyLogging.Off();
        }
        if (noTap) {
            throw new Failure(
                    Exit.USAGE,
                    "--keylog needs the tap: only secrets of connections it saw are written",
                    "leave out --no-tap");
        }
        if (keyLog.isEmpty()) {
            return new KeyLogging.InCapture();
        }
        Path file = Path.of(keyLog);
        if (Files.isDirectory(file)) {
            throw new Failure(Exit.USAGE, "--keylog " + file + " is a folder", "name a file");
        }
        if (holdsSomethingElse(file)) {
            throw new Failure(
                    Exit.USAGE,
                    "--keylog=" + file + " would replace a file that is no key log",
                    "name a file that is not there yet");
        }
        return new KeyLogging.InFile(file);
    }

    /// An earlier key log may be replaced, anything else may not.
    private static boolean holdsSomethingElse(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.findFirst()
                    .filter(first -> !first.matches("(#.*|[A-Z0-9_]+ [0-9a-f]+ [0-9a-f]+)"))
                    .isPresent();
        } catch (IOException | UncheckedIOException e) {
            return true;
        }
    }
}
