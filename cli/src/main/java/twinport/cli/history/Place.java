// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.lab.DataFolder;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryException;

/// Which history is meant.
public final class Place {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The lab's data folder. Default: $XDG_DATA_HOME/twinport.")
    private @Nullable Path data;

    @Option(
            names = "--history",
            paramLabel = "WHERE",
            description = "Another place: a SQLite file, or jdbc:postgresql://...")
    private @Nullable String history;

    public Database database() throws HistoryException {
        if (history != null && data != null) {
            throw new Failure(
                    Exit.USAGE, "--data and --history name two places", "give one of them");
        }
        if (history != null) {
            return Database.of(history);
        }
        Path folder =
                data != null
                        ? data
                        : DataFolder.usual(name -> Optional.ofNullable(System.getenv(name)));
        return Database.of(folder.resolve(DataFolder.HISTORY).toString());
    }
}
