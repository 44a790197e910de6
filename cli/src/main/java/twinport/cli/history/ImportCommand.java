// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryException;
import twinport.lab.history.HistoryImport;

/// `twinport history import`.
@Command(
        name = "import",
        description = "Read what export wrote. A run comes in whole or not at all.")
final class ImportCommand extends HistoryAction {
    private final InputStream in;

    @Parameters(paramLabel = "FILE", description = "What export wrote; - is standard input.")
    private String file = "-";

    ImportCommand(Terminal terminal, InputStream in) {
        super(terminal);
        this.in = in;
    }

    @Override
    void run(Database database) throws SQLException, HistoryException, IOException {
        if (!file.equals("-") && !Files.isRegularFile(Path.of(file))) {
            throw new Failure(Exit.USAGE, "there is no file " + file, "name what export wrote");
        }
        try (HistoryImport reader = HistoryImport.into(database);
                InputStream lines = file.equals("-") ? in : Files.newInputStream(Path.of(file))) {
            for (var run : reader.read(lines)) {
                terminal().out().println(run.run() + "  " + run.messages() + " messages");
            }
        }
    }
}
