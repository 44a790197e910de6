// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import twinport.pki.PrivateFiles;

/// The folder in which a lab keeps what lasts, used by one lab at a time.
///
/// ```
/// lab.lock        held while a lab runs
/// lab.page        the address of the running lab's page
/// pki/            certificates and keys (layout: see the package documentation of twinport.pki)
/// identities/     passwords: one hash file for the broker, one file a user with the word itself
/// boards/<id>/    what a board is provisioned with: config.json
/// broker/         the broker's sessions and retained messages
/// captures/       one .pcapng a run
/// history.db      every message of every run (SQLite, with its -wal and -shm files)
/// audit.log       who withdrew or renewed which certificate, one JSON object a line
/// log/            the broker's log
/// ```
///
/// Folders have mode 0700, files with keys or passwords 0600.
public final class DataFolder implements AutoCloseable {
    /// The history's file in a data folder.
    public static final String HISTORY = "history.db";

    private final Path root;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Takes the folder, and makes it where it is absent.
    ///
    /// @throws LabException another lab runs on it; the message has that lab's page
    public static DataFolder open(Path root) throws IOException, LabException {
        PrivateFiles.folder(root);
        FileChannel file =
                FileChannel.open(
                        root.resolve("lab.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = tryLock(file);
        if (lock == null) {
            file.close();
            throw new LabException(
                    "a lab already runs on " + root + page(root).map(p -> ": " + p).orElse(""),
                    "use that one, end it, or give this one a folder of its own with --data DIR");
        }
        Files.deleteIfExists(root.resolve("lab.page"));
        for (String part : new String[] {"identities", "boards", "captures", "log", "broker"}) {
            PrivateFiles.folder(root.resolve(part));
        }
        return new DataFolder(root, file, lock);
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel file)
            throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another lab of this process
        }
    }

    /// `--data`, else `$XDG_DATA_HOME/twinport`, else `~/.local/share/twinport`.
    public static Path usual(Function<String, Optional<String>> environment) {
        return environment
                .apply("XDG_DATA_HOME")
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .or(() -> environment.apply("HOME").map(home -> Path.of(home, ".local", "share")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local", "share"))
                .resolve("twinport");
    }

    /// The page of the lab that runs on this folder, if one does.
    public static Optional<URI> page(Path root) {
        try {
            String text = Files.readString(root.resolve("lab.page"), StandardCharsets.UTF_8);
            return Optional.of(URI.create(text.strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Tells other programs where this lab's page is.
    public void announce(URI page) throws IOException {
        PrivateFiles.write(
                root.resolve("lab.page"), (page + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public Path root() {
        return root;
    }

    public Path pki() {
        return pkiOf(root);
    }

    /// Where the CA of a data folder is, opened or not.
    public static Path pkiOf(Path root) {
        return root.resolve("pki");
    }

    public Path identities() {
        return root.resolve("identities");
    }

    public Path board(String id) {
        return root.resolve("boards").resolve(id);
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path captures() {
        return root.resolve("captures");
    }

    /// The history of all runs.
    public Path history() {
        return root.resolve(HISTORY);
    }

    public Path log() {
        return root.resolve("log");
    }

    /// Gives the folder back.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(root.resolve("lab.page"));
        lock.release();
        lockFile.close();
    }
}
