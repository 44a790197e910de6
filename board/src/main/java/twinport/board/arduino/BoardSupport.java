// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The Arduino headers of the virtual board and the code behind them, as they lie in this module.
final class BoardSupport {
    private static final String INDEX = "files.txt";

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    BoardSupport() {
        for (String name : new String(resource(INDEX), StandardCharsets.UTF_8).lines().toList()) {
            files.put(name, resource(name));
        }
    }

    /// Writes them into a folder that is named by what they contain; done once.
    Path unpackInto(Path cacheFolder) throws IOException {
        MessageDigest digest = Digest.begin();
        addTo(digest);
        Path target =
                cacheFolder.resolve("support-" + Digest.hex(digest.digest()).substring(0, 16));
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(cacheFolder);
        Path part = Files.createTempDirectory(cacheFolder, "support");
        for (var each : files.entrySet()) {
            Path file = part.resolve(each.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.write(file, each.getValue());
        }
        try {
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            if (Files.isDirectory(target)) {
                return target; // another process was faster
            }
            throw taken;
        }
    }

    /// The source files, relative to the unpacked folder.
    List<String> sources() {
        return files.keySet().stream().filter(name -> name.endsWith(".cpp")).toList();
    }

    void addTo(MessageDigest digest) {
        files.forEach((name, content) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(Digest.of(content));
        });
    }

    private static byte[] resource(String name) {
        try (InputStream in = BoardSupport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks the file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("this build's file " + name + " cannot be read", e);
        }
    }
}
