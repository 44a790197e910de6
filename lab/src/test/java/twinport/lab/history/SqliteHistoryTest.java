// SPDX-License-Identifier: MIT
package twinport.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryArchiveContract {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("history.db");
    }

    @Override
    Database emptyDatabase() throws Exception {
        for (String ending : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(folder.resolve("history.db" + ending));
        }
        return new Sqlite(file());
    }

    @Test
    void theFileShrinksWhenMessagesGo() throws Exception {
        try (HistoryWriter writer = begin("long")) {
            for (int i = 0; i < 30_000; i++) {
                writer.offer(reading(i, "a", i));
            }
        }
        long before = Files.size(file());

        new Retention(database(), OptionalLong.of(START + 25_000 * SECOND), OptionalLong.empty())
                .prune();

        assertThat(Files.size(file())).isLessThan(before / 3);
    }

    @Override
    String address() {
        return file().toString();
    }

    @Override
    int kills() {
        return 20;
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        try (HistoryWriter writer = begin("one")) {
            writer.offer(reading(0, "a", 1));
            awaitStored(writer, 1);

            for (String name : new String[] {"history.db", "history.db-wal", "history.db-shm"}) {
                var mode = Files.getPosixFilePermissions(folder.resolve(name));
                assertThat(PosixFilePermissions.toString(mode)).as(name).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void readingWhatIsNotThereMakesNoFile() {
        assertThatThrownBy(() -> History.open(new Sqlite(file())))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("there is no history at");
        assertThat(file()).doesNotExist();
    }

    @Test
    void anEmptyFileAndOneBeforeTheFirstSchemaAreBroughtUpToDate() throws Exception {
        Files.createFile(file());
        begin("one").close();

        Path older = folder.resolve("older.db");
        execute(older, "CREATE TABLE schema_version (version INTEGER NOT NULL)");
        try (History history = History.open(new Sqlite(older))) {
            assertThat(history.runs()).isEmpty();
        }
    }

    @Test
    void whatIsNoHistoryIsRefusedPlainlyAndStaysAsItIs() throws Exception {
        Path text = folder.resolve("text.db");
        Files.writeString(
                text, "this is no database, but long enough to be taken for one\n".repeat(30));
        byte[] before = Files.readAllBytes(text);
        Path other = folder.resolve("other.db");
        execute(other, "CREATE TABLE song (name TEXT)");
        byte[] songs = Files.readAllBytes(other);

        assertThatThrownBy(() -> Database.open(new Sqlite(text)))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("not a database");
        assertThat(Files.readAllBytes(text)).isEqualTo(before);
        assertThatThrownBy(() -> Database.open(new Sqlite(other)))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("another program");
        assertThatThrownBy(() -> History.open(new Sqlite(other)))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("another program");
        assertThat(Files.readAllBytes(other)).isEqualTo(songs);
    }

    private static void execute(Path file, String text) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    @Test
    void aFullDiskIsToldAndAllIsKeptOnceThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
                "no small disk can be mounted here: a full disk is not tested");
        try {
            Database database = new Sqlite(disk.resolve("history.db"));
            HistoryWriter writer = HistoryWriter.begin(database, "full", "lab", CLOCK);
            int sent = 0;
            while (writer.status().trouble().isEmpty()) {
                writer.offer(reading(sent, "a", sent));
                sent++;
                await(() ->
                        writer.status().waiting() < 500 || !writer.status().trouble().isEmpty());
            }
            long stored = writer.status().stored();
            assertThat(writer.status().trouble()).containsIgnoringCase("full");
            assertThat(writer.status().waiting()).isPositive();
            try (History history = History.open(database)) {
                assertThat(history.runs().getFirst().messages()).isEqualTo(stored);
            }

            assertThat(run("mount", "-o", "remount,size=64m", disk.toString())).isTrue();
            awaitStored(writer, sent);
            writer.close();

            assertThat(writer.status().trouble()).isEmpty();
            assertThat(writer.status().lost()).isZero();
            assertWhole(database, "full", sent);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            return false;
        }
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
