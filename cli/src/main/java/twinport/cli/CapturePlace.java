// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import twinport.lab.DataFolder;

/// Where a capture goes when nobody said where: `captures/` of the data folder.
final class CapturePlace {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private CapturePlace() {}

    /// @param data the data folder; null for the usual one
    /// @param origin what is captured; signs that a file's name should not have are replaced
    static Path usual(@Nullable Path data, String origin, LocalDateTime now) {
        Path folder = data == null ? DataFolder.usual(Home::environment) : data;
        String name = origin.replaceAll("[^A-Za-z0-9._-]", "_");
        return folder.toAbsolutePath()
                .normalize()
                .resolve("captures")
                .resolve(TIME.format(now) + "-" + name + ".pcapng");
    }

    /// Why a file can't be made: some exceptions say nothing but its name.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no right to write " + e.getMessage();
            case NoSuchFileException _ -> "there is no folder for " + e.getMessage();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// What writes the capture, as its file names it.
    static String application() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "Twinport" : "Twinport " + version;
    }
}
