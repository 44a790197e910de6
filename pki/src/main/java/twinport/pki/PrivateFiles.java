// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only their owner may read: mode 0600, in folders of mode 0700. Where the file system
/// knows no such modes, the modes are left out.
public final class PrivateFiles {
    private static final String OWNER_FILE = "rw-------";
    private static final String OWNER_FOLDER = "rwx------";

    private PrivateFiles() {}

    /// Makes the folder and those above it. The folder itself gets mode 0700 even if it was there.
    public static void folder(Path folder) throws IOException {
        if (!knowsModes()) {
            Files.createDirectories(folder);
            return;
        }
        var mode = PosixFilePermissions.fromString(OWNER_FOLDER);
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mode));
        Files.setPosixFilePermissions(folder, mode);
    }

    /// Writes a file so that at every moment it is either the old or the new one, whole, and never
    /// readable by others. The bytes are on disk when this returns.
    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is no file");
        }
        Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new", fileMode());
        try {
            try (FileChannel out = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            replace(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// Makes an empty file for somebody who then writes it in place; one that is there stays as it
    /// is.
    public static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, fileMode());
        } catch (FileAlreadyExistsException other) {
            // Somebody was faster.
        }
    }

    private static FileAttribute<?>[] fileMode() {
        return knowsModes()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(OWNER_FILE))
                }
                : new FileAttribute<?>[0];
    }

    private static void replace(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException other) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean knowsModes() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
