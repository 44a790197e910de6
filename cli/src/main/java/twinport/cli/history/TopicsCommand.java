// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.HistoryQuery;
import twinport.lab.history.TopicInfo;

/// `twinport history topics`.
@Command(name = "topics", description = "List the topics, and where their JSON has numbers.")
final class TopicsCommand extends HistoryAction {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    @Option(names = "--run", paramLabel = "RUN", description = "Only this run. Default: all runs.")
    private @Nullable String run;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            description = "A topic filter: plain/+/dht22, secure/#.")
    private @Nullable String topic;

    @Option(names = "--format", description = "text, csv, json or jsonl. Default: text.")
    private Rows.Format format = Rows.Format.TEXT;

    TopicsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Database database) throws SQLException, HistoryException {
        try (History history = History.open(database);
                Rows rows =
                        new Rows(
                                terminal(),
                                format,
                                "topic",
                                "messages",
                                "bytes",
                                "firstMinute",
                                "lastMinute",
                                "numbers")) {
            for (TopicInfo info : history.topics(query())) {
                rows.add(
                        info.topic(),
                        info.messages(),
                        info.bytes(),
                        HistoryExport.time(info.firstMinute() * MINUTE_NANOS),
                        HistoryExport.time(info.lastMinute() * MINUTE_NANOS),
                        info.paths().isEmpty() ? null : info.paths());
            }
        }
    }

    private HistoryQuery query() {
        HistoryQuery query = run == null ? HistoryQuery.ALL : HistoryQuery.ALL.ofRun(run);
        try {
            return topic == null ? query : query.ofTopics(topic);
        } catch (IllegalArgumentException e) {
            throw new Failure(Exit.USAGE, Cells.plain(String.valueOf(e.getMessage())), "see -t");
        }
    }
}
