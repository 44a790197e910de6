// SPDX-License-Identifier: MIT
package twinport.board;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A board's serial line (UART0, the USB cable): text out, keys in. The text is kept in a bounded
/// history; the oldest goes first. Safe for use by several threads.
public final class Serial {
    /// Characters of output that are kept.
    public static final int HISTORY_CHARS = 64 * 1024;

    /// Bytes of unread input; more are lost, as in the UART's buffer of the real chip.
    public static final int INPUT_BYTES = 1024;

    /// Sees each key as it is typed, on the typing thread; must be quick.
    public interface Keyboard {
        /// True when it took the key, which then is not queued.
        boolean takes(int key);

        /// A key was queued.
        void queued();
    }

    private static final int LONGEST_UTF8 = 4;

    private final StringBuilder history = new StringBuilder();
    private final List<Consumer<? super String>> sinks = new CopyOnWriteArrayList<>();
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] undecoded = new byte[0];
    private volatile Optional<Keyboard> keyboard = Optional.empty();
    private final byte[] input = new byte[INPUT_BYTES];
    private int inputStart;
    private int inputLength;

    Serial() {}

    /// Bytes that the firmware writes: UTF-8, possibly cut inside a character, which is then shown
    /// when its rest arrives.
    public void write(byte[] bytes, int offset, int length) {
        String text;
        synchronized (this) {
            text = decode(bytes, offset, length);
            remember(text);
        }
        tell(text);
    }

    /// Text that the board itself has to say.
    public void write(String text) {
        synchronized (this) {
            remember(text);
        }
        tell(text);
    }

    /// What the line said, as far as it is still kept.
    public synchronized String text() {
        return history.toString();
    }

    /// Tells `sink` every text from now on, on the writer's thread.
    public Registration listen(Consumer<? super String> sink) {
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }

    /// Keys typed at the board's terminal.
    public void type(String keys) {
        for (byte key : keys.getBytes(StandardCharsets.UTF_8)) {
            if (!keyboard.map(each -> each.takes(key & 0xFF)).orElse(false)) {
                queue(key);
                keyboard.ifPresent(Keyboard::queued);
            }
        }
    }

    private synchronized void queue(byte key) {
        if (inputLength < INPUT_BYTES) {
            input[(inputStart + inputLength) % INPUT_BYTES] = key;
            inputLength++;
        }
    }

    /// From now on this keyboard sees the keys first; there is one at a time.
    public Registration attach(Keyboard newKeyboard) {
        keyboard = Optional.of(newKeyboard);
        return () -> {
            if (keyboard.filter(newKeyboard::equals).isPresent()) {
                keyboard = Optional.empty();
            }
        };
    }

    /// Bytes typed and not yet read.
    public synchronized int available() {
        return inputLength;
    }

    /// The next typed byte, or -1.
    public synchronized int read() {
        int key = peek();
        if (key >= 0) {
            inputStart = (inputStart + 1) % INPUT_BYTES;
            inputLength--;
        }
        return key;
    }

    /// The next typed byte, left in place, or -1.
    public synchronized int peek() {
        return inputLength == 0 ? -1 : input[inputStart] & 0xFF;
    }

    private void tell(String text) {
        if (!text.isEmpty()) {
            for (Consumer<? super String> sink : sinks) {
                sink.accept(text);
            }
        }
    }

    private void remember(String text) {
        history.append(text);
        if (history.length() > HISTORY_CHARS) {
            history.delete(0, history.length() - HISTORY_CHARS);
        }
    }

    private String decode(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(undecoded.length + length);
        in.put(undecoded).put(bytes, offset, length).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + LONGEST_UTF8);
        decoder.reset().decode(in, out, false);
        undecoded = new byte[in.remaining()];
        in.get(undecoded);
        return out.flip().toString();
    }
}
