// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryContract {
    @TempDir private Path folder;

    @Override
    Database emptyDatabase() {
        return new Database.Sqlite(folder.resolve("history.db"));
    }
}
