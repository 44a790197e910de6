// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Expands the messages of one direction (RFC 7692 §7.2.2).
final class Inflation {
    /// A message of more bytes is not expanded further.
    static final int MESSAGE_BYTES_MAX = 32 << 20;

    /// A direction may expand to so many bytes whatever it is made of ...
    static final long FREE_BYTES = 64L << 20;

    /// ... and beyond them to so many times what was sent.
    static final int RATIO_MAX = 100;

    private static final int BUFFER_BYTES = 1 << 13;

    /// What an inflater keeps: the window of 32 KiB (RFC 1951) and its tables.
    private static final int WINDOW_BYTES = 40 << 10;

    /// What the sender left away at a message's end.
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    /// Takes expanded bytes; the array is reused after the call.
    interface Taker {
        void take(byte[] bytes, int length);
    }

    private final boolean forgets;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable Inflater inflater;
    private boolean broken;
    private long in;
    private long out;
    private long message;

    /// @param forgets whether each message is compressed by itself
    Inflation(boolean forgets) {
        this.forgets = forgets;
    }

    /// Bytes its window and its buffer take.
    int held() {
        return inflater == null ? 0 : WINDOW_BYTES + BUFFER_BYTES;
    }

    /// A compressed message begins. Whether it can be expanded: not when it builds on text that is
    /// missing.
    boolean begin() {
        message = 0;
        if (forgets) {
            broken = false;
            reset();
        }
        return !broken;
    }

    /// Bytes are missing, or were damaged.
    void broken() {
        broken = true;
    }

    /// Expands a part of the message; the answer is what is wrong with it, null for nothing.
    @Nullable String expand(byte[] part, boolean last, Taker taker) {
        if (broken) {
            return null;
        }
        in += part.length;
        String wrong = run(part, taker);
        if (wrong == null && last) {
            wrong = run(TAIL, taker);
        }
        broken |= wrong != null;
        return wrong;
    }

    private @Nullable String run(byte[] part, Taker taker) {
        Inflater open = inflater;
        if (open == null) {
            open = new Inflater(true);
            inflater = open;
        }
        open.setInput(part);
        try {
            while (true) {
                int length = open.inflate(buffer);
                message += length;
                out += length;
                if (message > MESSAGE_BYTES_MAX || out > FREE_BYTES + RATIO_MAX * in) {
                    return "a message that expands to more than this reader takes";
                }
                if (length > 0) {
                    taker.take(buffer, length);
                } else if (open.finished() && open.getRemaining() > 0) {
                    // A final block inside a message (§7.2.3.5): another stream follows it.
                    int left = open.getRemaining();
                    open.reset();
                    open.setInput(part, part.length - left, left);
                } else {
                    return open.needsDictionary() ? "a preset dictionary" : null;
                }
            }
        } catch (DataFormatException e) {
            return "data that is not compressed by DEFLATE: " + e.getMessage();
        }
    }

    private void reset() {
        if (inflater != null) {
            inflater.reset();
        }
    }

    /// Gives back the memory outside the heap.
    void end() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
            broken = true;
        }
    }
}
