// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.file.ByteSize;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.Retention;

/// `twinport history prune`.
@Command(
        name = "prune",
        description = "Remove the oldest messages, by whole minutes, and give the room back.")
final class PruneCommand extends HistoryAction {
    private final InstantSource clock;

    @Option(names = "--older-than", paramLabel = "TIME", description = "By age: 30d, 12h, 10m.")
    private @Nullable String olderThan;

    @Option(
            names = "--max-size",
            paramLabel = "SIZE",
            description = "By size: the oldest go until the rest takes no more, for example 1GB.")
    private @Nullable String maxSize;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    PruneCommand(Terminal terminal, InstantSource clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    void run(Database database) throws SQLException, HistoryException {
        if (olderThan == null && maxSize == null) {
            throw new Failure(
                    Exit.USAGE, "what shall go?", "give --older-than 30d, --max-size 1GB or both");
        }
        var retention = new Retention(database, before(), size());
        Retention.Removed removed = dryRun ? retention.trial() : retention.prune();
        String when =
                removed.before().isPresent()
                        ? " from before " + HistoryExport.time(removed.before().getAsLong())
                        : "";
        terminal()
                .out()
                .println(
                        (dryRun ? "would remove " : "removed ")
                                + removed.messages()
                                + " messages"
                                + when
                                + "; the rows take "
                                + removed.bytes()
                                + " bytes"
                                + (dryRun ? " now" : ""));
    }

    private OptionalLong before() {
        if (olderThan == null) {
            return OptionalLong.empty();
        }
        Times.ago("--older-than", olderThan);
        return OptionalLong.of(Times.nanos("--older-than", olderThan, clock.instant()));
    }

    private OptionalLong size() {
        String text = maxSize;
        if (text == null) {
            return OptionalLong.empty();
        }
        Optional<Long> size = ByteSize.parse(text);
        if (size.isEmpty()) {
            throw new Failure(
                    Exit.USAGE,
                    "this is no size, at --max-size " + Cells.plain(text),
                    "write 500MB or 2GB");
        }
        return OptionalLong.of(size.get());
    }
}
