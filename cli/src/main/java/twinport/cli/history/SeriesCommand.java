// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.history.Chart;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.Point;

/// `twinport history series`.
@Command(
        name = "series",
        sortOptions = false,
        description = "Numbers over time, thinned out so that no peak is lost.",
        footer = {"", "The numbers are those of JSON payloads: see twinport history topics."})
final class SeriesCommand extends HistoryAction {
    private static final int TOPICS_MAX = 100_000;

    private final InstantSource clock;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            required = true,
            description = "A topic filter: plain/+/dht22.")
    private String topic = "";

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Where the number stands: temperature, sensors.0.value."
                            + " Default: the payload's length.")
    private @Nullable String path;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "From then on; as in query. Default: ${DEFAULT-VALUE} ago.")
    private String from = "1h";

    @Option(names = "--to", paramLabel = "TIME", description = "Before then. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--pixels",
            paramLabel = "COUNT",
            defaultValue = "60",
            description = "At most so many points. Default: ${DEFAULT-VALUE}.")
    private int pixels = 60;

    @Option(names = "--format", description = "text, csv, json or jsonl. Default: text.")
    private Rows.Format format = Rows.Format.TEXT;

    SeriesCommand(Terminal terminal, InstantSource clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    void run(Database database) throws SQLException, HistoryException {
        Chart chart;
        HistoryQuery query;
        try {
            query = HistoryQuery.ALL.ofTopics(topic);
            chart =
                    new Chart(
                            null,
                            path,
                            Times.nanos("--from", from, clock.instant()),
                            Times.nanos("--to", to == null ? "0s" : to, clock.instant()),
                            pixels);
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE,
                    Cells.plain(String.valueOf(e.getMessage())),
                    "see -t, --from, --to and --pixels");
        }
        try (History history = History.open(database);
                Rows rows =
                        new Rows(
                                terminal(),
                                format,
                                "topic",
                                "time",
                                "count",
                                "min",
                                "max",
                                "mean",
                                "last")) {
            for (var drawn : chart.drawEach(history, query, TOPICS_MAX).entrySet()) {
                for (Point point : drawn.getValue()) {
                    rows.add(
                            drawn.getKey(),
                            HistoryExport.time(point.fromNanos()),
                            point.count(),
                            point.min(),
                            point.max(),
                            point.mean(),
                            point.last());
                }
            }
        }
    }
}
