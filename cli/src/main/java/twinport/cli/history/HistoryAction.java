// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.lab.history.Database;
import twinport.lab.history.HistoryException;

/// What the commands on a history have in common: where it is, and how its faults are told.
@Command
abstract class HistoryAction implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Place place = new Place();

    @Option(names = "--help", usageHelp = true, description = "Show this help and exit.")
    boolean help;

    HistoryAction(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    abstract void run(Database database) throws SQLException, HistoryException, IOException;

    @Override
    public final Integer call() {
        Database database;
        try {
            database = place.database();
        } catch (HistoryException e) {
            throw new Failure(Exit.USAGE, String.valueOf(e.getMessage()), e.hint());
        }
        try {
            run(database);
            terminal.out().flush();
            return Exit.FINE;
        } catch (HistoryException e) {
            throw new Failure(
                    Exit.UNREADABLE, Cells.plain(String.valueOf(e.getMessage())), e.hint());
        } catch (SQLException | IOException e) {
            String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new Failure(
                    Exit.UNREADABLE,
                    "the history at " + database.name() + ": " + Cells.plain(what),
                    "is the database whole, is there room, and may you do that there?");
        }
    }
}
