// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.InputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.history.Place;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.ProtocolVersion;
import twinport.cli.mqtt.session.Session;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.StoredMessage;

/// `twinport history replay`: into a broker, over the sessions of `pub`.
@Command(
        name = "replay",
        sortOptions = false,
        description = "Publish a run again, in its order and with its gaps.",
        footer = {
            "",
            "Topic, payload, QoS, retained and, with MQTT 5, properties are those of the run; the",
            "sender is always this client. Exit codes: as pub, and 6 for the history."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final Pattern SPEED = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)x");
    private static final int PAGE = 500;

    private final Console console;

    @Parameters(paramLabel = "RUN", description = "A run, as twinport history runs shows it.")
    private String run = "";

    @Option(
            names = "--to",
            paramLabel = "URL",
            description = "The broker: mqtt://host:port, mqtts://host:port; or use -h and -p.")
    private @Nullable String to;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "1x",
            description = "1x, 10x, 0.5x, or max: without gaps. Default: ${DEFAULT-VALUE}.")
    private String speed = "1x";

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            description = "Only topics that this filter matches.")
    private @Nullable String topic;

    @Mixin private Place place = new Place();
    @Mixin private ConnectionOptions connection = new ConnectionOptions();

    public ReplayCommand(PrintStream out, PrintStream err) {
        this.console = new Console(InputStream.nullInputStream(), out, err);
    }

    @Override
    public Integer call() {
        double times = times();
        try (History history = History.open(place.database())) {
            HistoryQuery query = query(history);
            if (to != null) {
                connection.url = to;
            }
            ConnectionSettings settings =
                    connection.settings("replay", ProtocolVersion.MQTT_5, new SecureRandom());
            long sent = replay(history, query, settings, times);
            console.note(String.format(Locale.ROOT, "%d messages replayed", sent));
            return Exit.FINE;
        } catch (MqttFailure failure) {
            return console.report(failure, connection.quiet);
        } catch (HistoryException e) {
            throw new Failure(Exit.UNREADABLE, String.valueOf(e.getMessage()), e.hint());
        } catch (SQLException e) {
            throw new Failure(
                    Exit.UNREADABLE,
                    "the history can't be read: " + e.getMessage(),
                    "is the database there?");
        }
    }

    /// 0 for no gaps at all.
    private double times() {
        if (speed.equals("max")) {
            return 0;
        }
        var form = SPEED.matcher(speed);
        if (!form.matches() || Double.parseDouble(form.group(1)) == 0) {
            throw new Failure(
                    Exit.USAGE,
                    "this is no speed, at --speed " + speed,
                    "use 1x, 10x, 0.5x or max");
        }
        return Double.parseDouble(form.group(1));
    }

    private HistoryQuery query(History history) throws SQLException {
        HistoryQuery query = HistoryQuery.ALL.ofRun(run);
        if (history.runs(query).isEmpty()) {
            throw new Failure(
                    Exit.USAGE, "there is no such run: " + run, "see twinport history runs");
        }
        try {
            return topic == null ? query : query.ofTopics(topic);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, String.valueOf(e.getMessage()), "see -t");
        }
    }

    private long replay(
            History history, HistoryQuery query, ConnectionSettings settings, double times)
            throws SQLException, MqttFailure {
        long sent = 0;
        try (Session session = Session.open(settings, InstantSource.system(), _ -> {});
                var _ = Signals.watch(session, () -> {})) {
            var replay = new Replay(new Publication(console, session, connection.debug), times);
            List<StoredMessage> page = history.page(query, -1, PAGE);
            while (!page.isEmpty()) {
                for (StoredMessage stored : page) {
                    replay.send(stored.message());
                    sent++;
                }
                page = history.page(query, page.getLast().id(), PAGE);
            }
            replay.finish();
        }
        return sent;
    }
}
