// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.ProtocolVersion;
import twinport.cli.mqtt.session.Received;
import twinport.cli.mqtt.session.Session;

/// `twinport sub`.
@Command(
        name = "sub",
        sortOptions = false,
        description = "Subscribe and print what arrives; takes mosquitto_sub's flags.",
        footer = {
            "",
            "Ends with -C, -W, a signal, or when the connection breaks: it is not made again.",
            "Exit codes: 0 done, 2 usage, 3 connection, 4 TLS or certificate, 5 refused,",
            "27 the time of -W is over, 130 ended by Ctrl-C."
        })
public final class SubCommand implements Callable<Integer> {
    private final Console console;
    private final RandomGenerator random;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            description = "What to subscribe to, e.g. lab/+/status or lab/#; may be repeated.")
    List<String> topics = List.of();

    @Option(
            names = {"-T", "--filter-out"},
            paramLabel = "FILTER",
            description = "Do not print these; may be repeated.")
    List<String> filteredOut = List.of();

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "QOS",
            description = "Greatest quality of service: 0, 1 or 2. Default: 0.")
    int qos;

    @Option(names = "-R", description = "Do not print what was retained before.")
    boolean noStale;

    @Option(names = "-E", description = "End as soon as the broker has granted the subscription.")
    boolean endWhenSubscribed;

    @Option(names = "-C", paramLabel = "COUNT", description = "End after this many messages.")
    @Nullable Long count;

    @Option(
            names = "-W",
            paramLabel = "SECONDS",
            description = "End after this time, with exit code 27.")
    @Nullable Integer timeout;

    @Mixin PrintOptions print = new PrintOptions();
    @Mixin ConnectionOptions connection = new ConnectionOptions();

    public SubCommand() {
        this(System.in, System.out, System.err);
    }

    public SubCommand(InputStream in, PrintStream out, PrintStream err) {
        this(new Console(in, out, err), new SecureRandom());
    }

    SubCommand(Console console, RandomGenerator random) {
        this.console = console;
        this.random = random;
    }

    @Override
    public Integer call() {
        try {
            Deadline deadline = Deadline.in(timeout);
            Topics.qos("-q", qos);
            if (count != null && count < 1) {
                throw MqttFailure.usage("no such count, at -C " + count, "use 1 or more");
            }
            List<String> filters = filters();
            Reception reception =
                    new Reception(
                            console,
                            print.messageFormat(ZoneId.systemDefault()),
                            wanted(),
                            count == null ? 0 : count,
                            connection.debug);
            ConnectionSettings settings =
                    connection.settings("sub", ProtocolVersion.MQTT_3_1_1, random);
            return receive(settings, filters, reception, deadline);
        } catch (MqttFailure failure) {
            return console.report(failure, connection.quiet);
        }
    }

    private List<String> filters() throws MqttFailure {
        List<String> filters = new ArrayList<>(topics);
        BrokerUrl url = connection.brokerUrl();
        if (url != null && url.topic() != null) {
            filters.add(url.topic());
        }
        if (filters.isEmpty()) {
            throw MqttFailure.usage("nothing to subscribe to", "give a topic filter: -t 'lab/#'");
        }
        for (String filter : filters) {
            Topics.filter("-t", filter);
        }
        return filters;
    }

    private Predicate<Received> wanted() throws MqttFailure {
        List<MqttTopicFilter> unwanted = new ArrayList<>();
        for (String filter : filteredOut) {
            unwanted.add(Topics.filter("-T", filter));
        }
        return message -> {
            MqttTopic topic = MqttTopic.of(message.topic());
            return !(noStale && message.retained())
                    && unwanted.stream().noneMatch(filter -> filter.matches(topic));
        };
    }

    private int receive(
            ConnectionSettings settings,
            List<String> filters,
            Reception reception,
            Deadline deadline)
            throws MqttFailure {
        try (Session session = Session.open(settings, InstantSource.system(), reception::accept);
                var _ = Signals.watch(session, reception::stop)) {
            if (connection.debug) {
                console.note("received CONNACK from " + settings.address());
            }
            session.subscribe(filters, qos);
            if (connection.debug) {
                console.note("received SUBACK for " + String.join(", ", filters));
            }
            if (endWhenSubscribed) {
                return 0;
            }
            return switch (reception.await(session, deadline.left())) {
                case ENOUGH, STOPPED -> 0;
                case TIMED_OUT -> throw deadline.passed("-W", settings);
            };
        }
    }
}
