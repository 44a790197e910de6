// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.broker.Fleet;
import twinport.broker.Side;
import twinport.cli.CaPassphraseOption;
import twinport.cli.Durations;
import twinport.cli.EndBySignal;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.DataFolder;
import twinport.lab.FleetRoom;
import twinport.pki.CertificateAuthority;

/// `twinport simulate`: a fleet of light devices.
@Command(
        name = "simulate",
        description = "Let many light devices talk to a lab, and account for every message.",
        footer = {
            "",
            "The lab must know the fleet: twinport up --fleet N",
            "Exit codes: 0 nothing acknowledged was lost and no device was cut off; 1 not so;",
            "2 wrong arguments; 3 nothing answers there; 5 refused."
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final int RAMP_MAX = 10_000;
    private static final Duration EVERY_LEAST = Duration.ofMillis(10);

    /// The devices' certificates live for two days.
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Terminal terminal;

    @Option(names = "--devices", paramLabel = "N", required = true, description = "How many.")
    private int devices;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "End after this time (40s, 5m), counted from when all are connected."
                            + " Default: when a signal comes.")
    private @Nullable Duration howLong;

    @Option(
            names = {"-h", "--host"},
            paramLabel = "HOST",
            description = "The broker. Default: localhost.")
    private String host = "localhost";

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "Its port. Default: 1883, or 8883 with --tls.")
    private @Nullable Integer port;

    @Option(
            names = "--tls",
            description = "Over TLS, each with a certificate of its own from the lab's CA.")
    private boolean tls;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the lab, for its CA. Default: that of 'up'.")
    private @Nullable Path data;

    @Mixin private CaPassphraseOption ca = new CaPassphraseOption();

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Between two messages of a device, at least 10ms. Default: 2s.")
    private Duration every = Duration.ofSeconds(2);

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            description = "1 or 2. Default: ${DEFAULT-VALUE}.")
    private int qos = 1;

    @Option(
            names = "--ramp",
            paramLabel = "N",
            description = "Devices a second that connect at the start. Default: ${DEFAULT-VALUE}.")
    private int ramp = 100;

    @Option(
            names = "--churn",
            paramLabel = "N",
            description =
                    "Devices a second that go without a word and come back. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double churn;

    @Option(
            names = "--storm",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Every so often all go at once and come back at once. Default: never.")
    private @Nullable Duration storm;

    @Option(
            names = "--commands",
            paramLabel = "N",
            description = "Commands a second, to devices by chance. Default: ${DEFAULT-VALUE}.")
    private double commands = 1;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Of all that is chance. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "The report as JSON.")
    private boolean json;

    @Option(names = "--help", usageHelp = true, description = "This text. (-h is the host.)")
    boolean help;

    public SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        FleetPlan plan = plan();
        requireRoom(plan);
        var door = new Door(plan, tls ? Optional.of(authority()) : Optional.empty());
        var run = new FleetRun(plan, line -> terminal.err().println("twinport: " + line));
        var signal = EndBySignal.install(run::stop);
        int code = Exit.NOT_GOOD;
        try {
            FleetReport report = run.play(door);
            if (json) {
                terminal.json(report);
            } else {
                report.print(terminal);
            }
            terminal.out().flush();
            code = report.failures().isEmpty() ? Exit.FINE : Exit.NOT_GOOD;
        } catch (ExecutionException | TimeoutException e) {
            Failure failure = notIn(plan, e);
            code = failure.exitCode();
            throw failure;
        } finally {
            signal.over(code);
        }
        return code;
    }

    private FleetPlan plan() {
        require(devices >= 1 && devices <= Fleet.MAXIMUM, "--devices " + devices, "1 to 20000");
        int usual = tls ? TLS_PORT : PLAIN_PORT;
        int chosen = port == null ? usual : port;
        require(chosen >= 1 && chosen <= 65_535, "--port " + chosen, "1 to 65535");
        require(qos == 1 || qos == 2, "--qos " + qos, "1 or 2: QoS 0 acknowledges nothing");
        require(ramp >= 1 && ramp <= RAMP_MAX, "--ramp " + ramp, "1 to 10000 a second");
        require(churn >= 0 && churn <= devices, "--churn " + churn, "0 to --devices a second");
        require(commands >= 0 && commands <= devices, "--commands " + commands, "0 to --devices");
        require(every.compareTo(EVERY_LEAST) >= 0, "--every", "at least 10ms");
        require(howLong == null || howLong.compareTo(LONGEST) <= 0, "--for", "at most 24h");
        require(
                storm == null || storm.compareTo(Duration.ofSeconds(1)) >= 0,
                "--storm",
                "at least 1s");
        return new FleetPlan(
                host,
                chosen,
                tls ? Side.TLS : Side.PLAIN,
                devices,
                Optional.ofNullable(howLong),
                every,
                ramp,
                churn,
                Optional.ofNullable(storm),
                commands,
                qos == 1 ? MqttQos.AT_LEAST_ONCE : MqttQos.EXACTLY_ONCE,
                seed);
    }

    private static void require(boolean holds, String what, String bounds) {
        if (!holds) {
            throw new Failure(Exit.USAGE, what + " is out of bounds", "give " + bounds);
        }
    }

    private static void requireRoom(FleetPlan plan) {
        OptionalLong allowed = FleetRoom.allowed();
        long needed = FleetRoom.needed(plan.devices(), 1);
        if (allowed.isPresent() && needed > allowed.getAsLong()) {
            throw new Failure(
                    Exit.USAGE,
                    plan.devices()
                            + " devices need "
                            + needed
                            + " open files, and this machine allows a process "
                            + allowed.getAsLong(),
                    "allow more: ulimit -n " + needed);
        }
    }

    private CertificateAuthority authority() {
        Path root =
                data == null
                        ? DataFolder.usual(name -> Optional.ofNullable(System.getenv(name)))
                        : data;
        Path pki = DataFolder.pkiOf(root.toAbsolutePath().normalize());
        if (!Files.exists(pki.resolve("ca.pem"))) {
            throw new Failure(
                    Exit.USAGE,
                    "there is no CA in " + pki,
                    "start the lab first (twinport up --fleet N), and name its folder with --data");
        }
        var passphrase = ca.checked(root.toAbsolutePath().normalize());
        try {
            return CertificateAuthority.open(
                    pki, InstantSource.system(), new SecureRandom(), passphrase);
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    String.valueOf(e.getMessage()),
                    "name the lab's folder with --data");
        }
    }

    private static Failure notIn(FleetPlan plan, Exception e) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        boolean refused = Refusals.isRefusal(why);
        return new Failure(
                refused ? Exit.REFUSED : Exit.CONNECT,
                plan.address()
                        + (refused ? " refused the fleet: " : " does not answer: ")
                        + Refusals.words(why),
                refused
                        ? "let the fleet in: twinport up --fleet " + plan.devices()
                        : "is the lab running, and this its port?");
    }
}
