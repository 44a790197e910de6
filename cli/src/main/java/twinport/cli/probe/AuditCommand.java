// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.ProgramVersion;
import twinport.cli.Terminal;
import twinport.cli.report.ReportFormat;
import twinport.cli.report.ReportOptions;
import twinport.findings.check.BrokerProbeFacts;
import twinport.findings.check.Catalogue;
import twinport.findings.check.Finding;
import twinport.findings.check.broker.BrokerProbeRules;
import twinport.lab.probe.audit.Audit;
import twinport.lab.probe.audit.AuditException;
import twinport.lab.probe.audit.AuditSettings;

/// `twinport audit`: what a broker allows, asked from outside.
@Command(
        name = "audit",
        description = {
            "Ask a broker from outside what it allows: versions, suites and certificates of its TLS port; who"
                    + " gets in, who may read and write what; whether what comes over TLS goes out in clear.",
            "Ask only brokers that are yours. The audit publishes a few short messages, retains nothing, and makes a"
                    + " limited number of connections."
        },
        footer = {
            "",
            "Exit codes: 0 nothing as bad as --fail-on; 1 findings; 2 wrong arguments; 3 no port can be reached; 4"
                    + " certificates that cannot be used."
        })
public final class AuditCommand implements Callable<Integer> {
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    private static final Pattern HOST =
            Pattern.compile("\\[([^\\]]+)\\](?::(\\d{1,5}))?|([^:\\[\\]]+)(?::(\\d{1,5}))?");

    private final Terminal terminal;
    private final InstantSource clock;
    private final RandomGenerator random;

    @Parameters(
            paramLabel = "HOST[:PORT]",
            description =
                    "The broker. With a port only that one is asked: in clear at 1883 or with --clear, else with TLS. Without, both 1883 and 8883.")
    private String target = "";

    @Option(
            names = "--plain-port",
            paramLabel = "PORT",
            description = "The port without TLS. Default: 1883.")
    private @Nullable Integer plainPort;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "The port with TLS. Default: 8883.")
    private @Nullable Integer tlsPort;

    @Option(names = "--clear", description = "The port after HOST is one without TLS.")
    private boolean clear;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "A name or address by which devices reach the broker; may be given more than once. Default: HOST.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"--cafile", "--ca"},
            paramLabel = "FILE",
            description = "The CA that the broker's chain should lead to (PEM).")
    private @Nullable Path authorities;

    @Mixin private AuditAccounts accounts = new AuditAccounts();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "twinport/audit",
            description = "Where the audit publishes. Default: ${DEFAULT-VALUE}.")
    private String topic = "twinport/audit";

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "" + AuditSettings.CONNECTIONS_MAX,
            description = "Make at most so many connections. Default: ${DEFAULT-VALUE}.")
    private int connections = AuditSettings.CONNECTIONS_MAX;

    @Option(
            names = "--patience",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "Milliseconds to wait for an answer. Default: ${DEFAULT-VALUE}.")
    private int patience = 2_000;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif, junit, md or html. Default: ${DEFAULT-VALUE}.")
    private ReportFormat format = ReportFormat.TEXT;

    @Mixin private ReportOptions report = new ReportOptions();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    public AuditCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.random = new SecureRandom();
    }

    @Override
    public Integer call() {
        report.check();
        AuditSettings settings = settings();
        try {
            Audit.Result result = new Audit(settings, clock, random, this::progress).run();
            List<Finding> findings = BrokerProbeRules.all().judge(Catalogue.read(), result.facts());
            List<String> notes = new ArrayList<>(notes(result.facts()));
            notes.addAll(result.unreached());
            notes.add(
                    result.connections()
                            + " connections made, at most "
                            + connections
                            + " allowed");
            var head =
                    new ReportOptions.Head(
                            "twinport audit",
                            ProgramVersion.number(),
                            settings.host(),
                            result.facts().when());
            return report.tell(terminal, head, findings, notes, format, List.of());
        } catch (AuditException e) {
            throw new Failure(
                    e.kind() == AuditException.Kind.TLS ? Exit.TLS : Exit.CONNECT,
                    String.valueOf(e.getMessage()),
                    e.kind() == AuditException.Kind.TLS
                            ? "see that certificate and key belong together"
                            : "see that the broker runs, and name its ports with --plain-port and --tls-port");
        }
    }

    private void progress(String what) {
        if (terminal.isTerminal()) {
            terminal.err().println("twinport: asking about " + what);
        }
    }

    /// What is told and not judged.
    private static List<String> notes(BrokerProbeFacts facts) {
        List<String> notes = new ArrayList<>();
        facts.tls()
                .ifPresent(tls -> {
                    tls.versions().stream()
                            .filter(BrokerProbeFacts.VersionSupport::supported)
                            .forEach(version ->
                                    notes.add(
                                            version.version()
                                                    + ": "
                                                    + version.suites().stream()
                                                            .map(Object::toString)
                                                            .toList()
                                                    + (version.allSuites()
                                                            ? ""
                                                            : " and perhaps more")
                                                    + (version.groups().isEmpty()
                                                            ? ""
                                                            : ", groups " + version.groups())
                                                    + ", order of the "
                                                    + version.order()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT)));
                    if (!tls.groups().isEmpty()) {
                        notes.add("TLS 1.3 groups: " + tls.groups());
                    }
                    tls.clients()
                            .forEach(client ->
                                    notes.add(client.name() + ": " + client.attempt().said()));
                });
        facts.mqtt()
                .forEach(port -> {
                    port.versions()
                            .forEach(version ->
                                    notes.add(
                                            port.address()
                                                    + " "
                                                    + version.name()
                                                    + ": "
                                                    + version.attempt().said()));
                    if (!port.limits().isEmpty()) {
                        notes.add(
                                port.address()
                                        + " says of itself: "
                                        + String.join(", ", port.limits()));
                    }
                });
        return notes;
    }

    private AuditSettings settings() {
        Matcher form = HOST.matcher(target);
        if (!form.matches()) {
            throw new Failure(
                    Exit.USAGE,
                    "this is no HOST[:PORT]: " + target,
                    "write broker.example, 192.0.2.1:8883 or [::1]:8883");
        }
        String host = form.group(1) != null ? form.group(1) : form.group(3);
        String portText = form.group(1) != null ? form.group(2) : form.group(4);
        OptionalInt plain =
                plainPort == null ? OptionalInt.empty() : port("--plain-port", plainPort);
        OptionalInt tls = tlsPort == null ? OptionalInt.empty() : port("--tls-port", tlsPort);
        if (portText != null) {
            OptionalInt only = port("after HOST", Integer.parseInt(portText));
            if (clear || only.getAsInt() == PLAIN_PORT) {
                plain = only;
            } else {
                tls = only;
            }
        } else if (plain.isEmpty() && tls.isEmpty()) {
            plain = OptionalInt.of(PLAIN_PORT);
            tls = OptionalInt.of(TLS_PORT);
        }
        return new AuditSettings(
                host,
                address(host),
                plain,
                tls,
                names.isEmpty() ? List.of(host) : names,
                authority(),
                accounts.tried(),
                accounts.revoked(),
                topic,
                Duration.ofMillis(Math.clamp(patience, 100, 60_000)),
                Math.clamp(connections, 1, 10_000));
    }

    private static OptionalInt port(String where, int number) {
        if (number < 1 || number > 65_535) {
            throw new Failure(
                    Exit.USAGE,
                    "ports are 1 to 65535, not " + number + ", at " + where,
                    "give the broker's port");
        }
        return OptionalInt.of(number);
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "no address is known for " + host,
                    "give an address, or a name that this computer resolves");
        }
    }

    private Optional<X509ExtendedTrustManager> authority() {
        return authorities == null
                ? Optional.empty()
                : Arrays.stream(
                                AuditAccounts.material(authorities, null, null)
                                        .trust()
                                        .getTrustManagers())
                        .filter(X509ExtendedTrustManager.class::isInstance)
                        .map(X509ExtendedTrustManager.class::cast)
                        .findFirst();
    }
}
