// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.lab.Transport;
import twinport.lab.history.HistoryQuery;

/// Which messages are wanted.
final class Selection {
    @Option(names = "--run", paramLabel = "RUN", description = "Only this run. Default: all runs.")
    private @Nullable String run;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "From then on: 2026-01-31T12:00:00Z, 2026-01-31, or ago: 90s, 10m, 2h, 30d.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before then; as --from.")
    private @Nullable String to;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "FILTER",
            description = "A topic filter: plain/+/dht22, secure/#.")
    private @Nullable String topic;

    HistoryQuery query(Instant now) {
        long first = from == null ? Long.MIN_VALUE : Times.nanos("--from", from, now);
        long end = to == null ? Long.MAX_VALUE : Times.nanos("--to", to, now);
        if (end < first) {
            throw new Failure(Exit.USAGE, "--to is before --from", "swap them");
        }
        HistoryQuery query = HistoryQuery.ALL.between(first, end);
        if (run != null) {
            query = query.ofRun(run);
        }
        if (topic != null) {
            try {
                query = query.ofTopics(topic);
            } catch (IllegalArgumentException e) {
                throw new Failure(
                        Exit.USAGE, Cells.plain(String.valueOf(e.getMessage())), "see -t");
            }
        }
        return query;
    }

    /// By its sender too.
    static final class Sender {
        @Option(
                names = "--device",
                paramLabel = "NAME",
                description = "Only what this board or user sent, as the broker knows it.")
        private @Nullable String device;

        @Option(
                names = "--transport",
                paramLabel = "SIDE",
                description = "Only what came this way: plain or tls.")
        private @Nullable Transport transport;

        @Option(
                names = "--limit",
                paramLabel = "COUNT",
                description = "Only the latest ones, so many.")
        private @Nullable Long limit;

        HistoryQuery narrow(HistoryQuery query) {
            HistoryQuery narrowed = query;
            if (device != null) {
                narrowed = narrowed.from(device);
            }
            if (transport != null) {
                narrowed = narrowed.over(transport);
            }
            if (limit != null && limit < 0) {
                throw new Failure(Exit.USAGE, "--limit is not negative", "leave it out for all");
            }
            return limit == null ? narrowed : narrowed.atMost(limit);
        }
    }
}
