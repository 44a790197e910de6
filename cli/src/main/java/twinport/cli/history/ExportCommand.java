// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.History;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryExport;
import twinport.lab.history.RunInfo;
import twinport.pki.PrivateFiles;

/// `twinport history export`.
@Command(
        name = "export",
        description = "Write whole runs as lines of JSON, byte by byte; import reads them.")
final class ExportCommand extends HistoryAction {
    @Parameters(arity = "0..*", paramLabel = "RUN", description = "Runs. Default: all.")
    private List<String> runs = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Into this file, which must not be there. Default: standard output.")
    private @Nullable Path output;

    ExportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void run(Database database) throws SQLException, HistoryException, IOException {
        try (History history = History.open(database)) {
            List<RunInfo> all = history.runs();
            List<String> names = all.stream().map(RunInfo::name).toList();
            for (String run : runs) {
                if (!names.contains(run)) {
                    throw new Failure(
                            Exit.USAGE,
                            "there is no run " + Cells.plain(run),
                            "see twinport history runs");
                }
            }
            long messages = 0;
            int written = 0;
            try (OutputStream out = new BufferedOutputStream(open(), 1 << 16)) {
                var export = new HistoryExport(history, out);
                for (RunInfo run : all) {
                    if (runs.isEmpty() || runs.contains(run.name())) {
                        messages += export.write(run);
                        written++;
                    }
                }
            }
            terminal()
                    .err()
                    .printf(Locale.ROOT, "twinport: %d runs, %d messages%n", written, messages);
        }
    }

    private OutputStream open() throws IOException {
        if (output == null) {
            return terminal().out();
        }
        if (Files.exists(output)) {
            throw new Failure(
                    Exit.USAGE, output + " is there already", "name another, or remove it");
        }
        PrivateFiles.create(output);
        return Files.newOutputStream(output);
    }
}
