// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one board wrote on its serial line from its first word on. The end of it is kept here; all
/// of it, up to a bound, goes to a file where one is asked for. Safe for several threads.
final class SerialLog {
    /// Characters that are kept here; the oldest go first.
    static final int KEPT_CHARS = 1 << 20;

    /// A board that babbles does not fill the disk.
    static final long FILE_CHARS = 64L << 20;

    private final String board;
    private final StringBuilder kept = new StringBuilder();
    private @Nullable Writer file;
    private @Nullable IOException failure;
    private long gone;
    private long written;
    private long cursor;

    SerialLog(String board) {
        this.board = board;
    }

    String board() {
        return board;
    }

    synchronized void into(Path path) throws IOException {
        file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    synchronized void add(String text) {
        kept.append(text);
        int tooMany = kept.length() - KEPT_CHARS;
        if (tooMany > 0) {
            kept.delete(0, tooMany);
            gone += tooMany;
        }
        if (file != null && failure == null && written < FILE_CHARS) {
            try {
                file.write(text);
                written += text.length();
                if (written >= FILE_CHARS) {
                    file.write("\n*** the log ends here: it is " + FILE_CHARS + " long\n");
                }
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /// Looks for a text behind the one that was found last; when it is there, the next search
    /// begins behind it.
    synchronized boolean found(String text) {
        int from = (int) Math.max(0, cursor - gone);
        int at = kept.indexOf(text, from);
        if (at >= 0) {
            cursor = gone + at + text.length();
        }
        return at >= 0;
    }

    /// All that is kept.
    synchronized String text() {
        return kept.toString();
    }

    /// The last lines that say something.
    synchronized List<String> lastLines(int most) {
        int from = Math.max(0, kept.length() - most * 200);
        List<String> lines = kept.substring(from).lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    /// Why the file is not whole; null if it is.
    synchronized @Nullable IOException end() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
            file = null;
        }
        return failure;
    }
}
