// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;

/// Class files that modules were translated to, in a folder: one [SealedFile] a module and engine
/// version. A cache that cannot be written costs time and nothing else.
final class TranslationCache implements Cache {
    // The engine does not tell its version at run time on the module path.
    private static final String ENGINE = "endive-1.0.0";

    private final Path folder;
    private final Set<String> used = new HashSet<>();

    TranslationCache(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte @Nullable [] get(String key) {
        used.add(key);
        Path file = file(key);
        try {
            return SealedFile.read(file).orElse(null);
        } catch (IOException e) {
            debug("reading " + file, e);
            return null;
        }
    }

    @Override
    public void putIfAbsent(String key, byte[] content) {
        Path file = file(key);
        try {
            SealedFile.write(file, content);
        } catch (IOException e) {
            debug("writing " + file, e);
        }
    }

    /// Removes the entries that were asked for.
    void forget() {
        for (String key : used) {
            try {
                Files.deleteIfExists(file(key));
            } catch (IOException e) {
                debug("removing " + file(key), e);
            }
        }
    }

    private Path file(String key) {
        byte[] name = Digest.of((ENGINE + " " + key).getBytes(StandardCharsets.UTF_8));
        return folder.resolve(Digest.hex(name) + ".classes");
    }

    private static void debug(String what, IOException e) {
        System.getLogger(TranslationCache.class.getName()).log(System.Logger.Level.DEBUG, what, e);
    }
}
