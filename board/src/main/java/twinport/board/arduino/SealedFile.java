// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/// A cached file with its own SHA-256 in front. It appears whole or not at all, and what does not
/// verify is as good as absent.
final class SealedFile {
    private static final int MAX_BYTES = 64 << 20;

    private SealedFile() {}

    static Optional<byte[]> read(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(file);
        if (all.length < Digest.BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOfRange(all, Digest.BYTES, all.length);
        byte[] seal = Arrays.copyOf(all, Digest.BYTES);
        return Arrays.equals(seal, Digest.of(content)) ? Optional.of(content) : Optional.empty();
    }

    static void write(Path file, byte[] content) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
        Path part = Files.createTempFile(folder, "cached", ".part");
        try {
            byte[] seal = Digest.of(content);
            byte[] all = Arrays.copyOf(seal, seal.length + content.length);
            System.arraycopy(content, 0, all, seal.length, content.length);
            Files.write(part, all);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
