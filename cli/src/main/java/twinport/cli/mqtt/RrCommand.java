// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.format.MessageFormat;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Outgoing;
import twinport.cli.mqtt.session.ProtocolVersion;
import twinport.cli.mqtt.session.Session;

/// `twinport rr`: request and response.
@Command(
        name = "rr",
        sortOptions = false,
        description = "Publish a request and print its answer; takes mosquitto_rr's flags.",
        footer = {
            "",
            "With MQTT 5 the request carries a response topic and correlation data, and only an",
            "answer on that topic with that data counts. With -V 311 and -e the first message on the",
            "response topic counts; where request and answer are JSON with an id, the ids must agree.",
            "",
            "Without -e the topic must be <site>/<device>/cmd/<name>. The answer is awaited on",
            "<topic>/response with the same id: a JSON object gets an \"id\" if it has none, any other",
            "payload is sent as {\"id\":...,\"value\":PAYLOAD}. So this lights a board's LED:",
            "  twinport rr -t plain/thermo-plain/cmd/led -m on -W 5",
            "",
            "Exit codes: 0 answered, 2 usage, 3 connection, 4 TLS or certificate, 5 refused,",
            "27 no answer within the time of -W."
        })
public final class RrCommand implements Callable<Integer> {
    private final Console console;
    private final RandomGenerator random;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "The topic of the request.")
    @Nullable String topic;

    @Option(
            names = {"-e", "--response-topic"},
            paramLabel = "TOPIC",
            description = "The topic of the answer. See below for what holds without it.")
    @Nullable String responseTopic;

    @Mixin PayloadOptions payload = new PayloadOptions();

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            description = "Quality of service of request and answer: 0, 1 or 2. Default: 0.")
    int qos;

    @Option(names = "-R", description = "Accepted: a retained message is never taken as answer.")
    boolean noStale;

    @Option(
            names = "-W",
            paramLabel = "SECONDS",
            description = "Wait this long, then end with exit code 27. Default: for ever.")
    @Nullable Integer timeout;

    @Mixin PrintOptions print = new PrintOptions();
    @Mixin ConnectionOptions connection = new ConnectionOptions();

    public RrCommand() {
        this(System.in, System.out, System.err);
    }

    public RrCommand(InputStream in, PrintStream out, PrintStream err) {
        this(new Console(in, out, err), new SecureRandom());
    }

    RrCommand(Console console, RandomGenerator random) {
        this.console = console;
        this.random = random;
    }

    @Override
    public Integer call() {
        try {
            Deadline deadline = Deadline.in(timeout);
            Topics.qos("-q", qos);
            if (payload.given() != 1) {
                throw MqttFailure.usage(
                        payload.given() == 0 ? "nothing to ask" : "more than one payload is given",
                        "give one of -m TEXT, -f FILE, -s, -n");
            }
            MessageFormat format = print.messageFormat(ZoneId.systemDefault());
            ConnectionSettings settings = connection.settings("rr", ProtocolVersion.MQTT_5, random);
            CommandConvention convention = convention(settings);
            Reception reception = new Reception(console, format, convention, 1, connection.debug);
            return ask(settings, convention, reception, deadline);
        } catch (MqttFailure failure) {
            return console.report(failure, connection.quiet);
        }
    }

    private CommandConvention convention(ConnectionSettings settings) throws MqttFailure {
        byte[] bytes = payload.read(console.in());
        String id = HexFormat.of().toHexDigits(random.nextInt());
        byte[] correlation = settings.version() == ProtocolVersion.MQTT_5 ? correlation(id) : null;
        String name = Topics.name("-t", connection.topicOrUrl(topic));
        return responseTopic == null
                ? CommandConvention.ofTopic(name, bytes, id, correlation)
                : CommandConvention.answeredOn(
                        Topics.name("-e", responseTopic), bytes, correlation);
    }

    /// What -D says counts; else something new.
    private byte[] correlation(String id) throws MqttFailure {
        byte[] given = Properties5.of(connection.properties).publish().correlationData();
        return given == null ? id.getBytes(StandardCharsets.UTF_8) : given;
    }

    private int ask(
            ConnectionSettings settings,
            CommandConvention convention,
            Reception reception,
            Deadline deadline)
            throws MqttFailure {
        try (Session session = Session.open(settings, InstantSource.system(), reception::accept);
                var _ = Signals.watch(session, reception::stop)) {
            session.subscribe(List.of(convention.answerTopic()), qos);
            Publication publication = new Publication(console, session, connection.debug);
            publication.send(request(convention));
            publication.finish();
            return switch (reception.await(session, deadline.left())) {
                case ENOUGH, STOPPED -> 0;
                case TIMED_OUT -> throw unanswered(convention, settings);
            };
        }
    }

    private Outgoing request(CommandConvention convention) throws MqttFailure {
        MessageProperties properties = Properties5.of(connection.properties).publish();
        byte[] correlation = convention.correlation();
        return new Outgoing(
                Topics.name("-t", connection.topicOrUrl(topic)),
                convention.payload(),
                qos,
                false,
                correlation == null
                        ? properties
                        : properties.withRequest(convention.answerTopic(), correlation));
    }

    private MqttFailure unanswered(CommandConvention convention, ConnectionSettings settings) {
        return new MqttFailure(
                MqttFailure.Kind.TIMEOUT,
                "no answer on %s within %s s, at %s"
                        .formatted(convention.answerTopic(), timeout, settings.address()),
                "see that the device is connected and that you may read its answers");
    }
}
