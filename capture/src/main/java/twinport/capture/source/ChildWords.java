// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a program says on its standard error, read while it runs, so that it never waits for us.
final class ChildWords {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    /// What is kept: its last words.
    private static final int MOST_CHARS = 16 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final Thread thread;

    private ChildWords(InputStream in) {
        this.thread = Thread.ofVirtual().unstarted(() -> readAll(in));
    }

    static ChildWords of(InputStream in) {
        ChildWords words = new ChildWords(in);
        words.thread.start();
        return words;
    }

    /// All words, once the program has ended; those so far when it does not end.
    String whole() {
        try {
            thread.join(ENDS_WITHIN);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            return text.toString();
        }
    }

    private void readAll(InputStream in) {
        byte[] buffer = new byte[1024];
        try (in) {
            int length = in.read(buffer);
            while (length >= 0) {
                add(new String(buffer, 0, length, StandardCharsets.UTF_8));
                length = in.read(buffer);
            }
        } catch (IOException _) {
            // The program is gone; what it said is there.
        }
    }

    private synchronized void add(String more) {
        text.append(more);
        if (text.length() > MOST_CHARS) {
            text.delete(0, text.length() - MOST_CHARS);
        }
    }
}
