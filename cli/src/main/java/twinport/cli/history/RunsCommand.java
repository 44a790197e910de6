// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.RunInfo;

/// `twinport history runs`.
@Command(name = "runs", description = "List the runs, and what was lost of them.")
final class RunsCommand extends HistoryAction {
    @Option(names = "--format", description = "text, csv, json or jsonl. Default: text.")
    private Rows.Format format = Rows.Format.TEXT;

    RunsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Database database) throws SQLException, HistoryException {
        try (History history = History.open(database);
                Rows rows =
                        new Rows(
                                terminal(),
                                format,
                                "run",
                                "lab",
                                "started",
                                "ended",
                                "messages",
                                "lost")) {
            for (RunInfo run : history.runs()) {
                rows.add(
                        run.name(),
                        run.lab(),
                        HistoryExport.time(run.started()),
                        run.ended().isPresent()
                                ? HistoryExport.time(run.ended().getAsLong())
                                : null,
                        run.messages(),
                        run.lost());
            }
        }
    }
}
