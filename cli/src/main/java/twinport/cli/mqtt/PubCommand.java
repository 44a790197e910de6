// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Outgoing;
import twinport.cli.mqtt.session.ProtocolVersion;
import twinport.cli.mqtt.session.Session;

/// `twinport pub`.
@Command(
        name = "pub",
        sortOptions = false,
        description = "Publish messages; takes mosquitto_pub's flags.",
        footer = {
            "",
            "Ends when every message is written (QoS 0) or acknowledged (QoS 1 and 2).",
            "A broker tells of a missing right only with -V 5 and QoS 1 or 2.",
            "Exit codes: 0 done, 2 usage, 3 connection, 4 TLS or certificate, 5 refused."
        })
public final class PubCommand implements Callable<Integer> {
    private static final int MOST_REPEATS = 100_000_000;
    private static final double LONGEST_DELAY_SECONDS = 86_400;

    private final Console console;
    private final RandomGenerator random;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "The topic.")
    @Nullable String topic;

    @Mixin PayloadOptions payload = new PayloadOptions();

    @Option(
            names = {"-l", "--stdin-line"},
            description = "Each line of standard input is a message.")
    boolean lines;

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            description = "Quality of service: 0, 1 or 2. Default: 0.")
    int qos;

    @Option(
            names = {"-r", "--retain"},
            description = "The broker keeps the message for who subscribes later.")
    boolean retain;

    @Option(names = "--repeat", paramLabel = "COUNT", description = "Publish it this many times.")
    int repeat = 1;

    @Option(
            names = "--repeat-delay",
            paramLabel = "SECONDS",
            description = "Wait this long between; may be a fraction.")
    double repeatDelay;

    @Mixin ConnectionOptions connection = new ConnectionOptions();

    public PubCommand() {
        this(System.in, System.out, System.err);
    }

    public PubCommand(InputStream in, PrintStream out, PrintStream err) {
        this(new Console(in, out, err), new SecureRandom());
    }

    PubCommand(Console console, RandomGenerator random) {
        this.console = console;
        this.random = random;
    }

    @Override
    public Integer call() {
        try {
            check();
            ConnectionSettings settings =
                    connection.settings("pub", ProtocolVersion.MQTT_3_1_1, random);
            Properties5 properties = Properties5.of(connection.properties);
            String name = Topics.name("-t", connection.topicOrUrl(topic));
            byte[] bytes = lines ? new byte[0] : payload.read(console.in());
            Outgoing message = new Outgoing(name, bytes, qos, retain, properties.publish());
            publish(settings, message);
            return 0;
        } catch (MqttFailure failure) {
            return console.report(failure, connection.quiet);
        }
    }

    private void check() throws MqttFailure {
        Topics.qos("-q", qos);
        int given = payload.given() + (lines ? 1 : 0);
        if (given != 1) {
            throw MqttFailure.usage(
                    given == 0 ? "nothing to publish" : "more than one payload is given",
                    "give one of -m TEXT, -f FILE, -s, -l, -n");
        }
        if (repeat < 1 || repeat > MOST_REPEATS || (repeat > 1 && lines)) {
            throw MqttFailure.usage(
                    "this cannot be repeated so often, at --repeat " + repeat,
                    "use 1 to " + MOST_REPEATS + ", and not with -l");
        }
        if (!(repeatDelay >= 0 && repeatDelay <= LONGEST_DELAY_SECONDS)) {
            throw MqttFailure.usage(
                    "no such delay, at --repeat-delay " + repeatDelay, "use 0 to 86400 seconds");
        }
    }

    private void publish(ConnectionSettings settings, Outgoing message) throws MqttFailure {
        // A session that was kept may bring messages: they are for `sub`, so they stay with the
        // broker.
        try (Session session = Session.open(settings, InstantSource.system(), received -> {});
                var _ = Signals.watch(session, () -> {})) {
            Publication publication = new Publication(console, session, connection.debug);
            if (lines) {
                publication.lines(console.in(), message);
            } else {
                publication.repeated(message, repeat, repeatDelay);
            }
            publication.finish();
        }
    }
}
