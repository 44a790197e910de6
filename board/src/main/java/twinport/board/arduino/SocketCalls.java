// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import twinport.board.Chip;
import twinport.board.net.Errno;
import twinport.board.net.MbedTls;
import twinport.board.net.NetworkException;
import twinport.board.net.TlsError;
import twinport.board.net.TlsSettings;

/// Sockets and names, for a sketch.
final class SocketCalls {
    /// Bounds one call; the sketch's own buffer is usually far smaller.
    private static final int MAX_CHUNK = 64 * 1024;

    private static final int IPV4_BYTES = 4;

    private final Chip chip;
    private final SketchClock clock;
    private final SketchTasks tasks;

    SocketCalls(Chip chip, SketchClock clock, SketchTasks tasks) {
        this.chip = chip;
        this.clock = clock;
        this.tasks = tasks;
    }

    void into(HostCalls calls) {
        calls.word("board.sock_open", (_, _) -> chip.sockets().open());
        calls.word(
                "board.sock_connect",
                (memory, a) -> {
                    String host = memory.text(a[1], a[2]);
                    return tasks.away(() ->
                            chip.sockets().connect((int) a[0], host, (int) a[3], millis(a[4])));
                });
        calls.word("board.sock_tls", this::startTls);
        calls.word(
                "board.sock_send",
                (memory, a) -> {
                    byte[] bytes = memory.bytes(a[1], Math.min(a[2], MAX_CHUNK));
                    return tasks.away(
                            () -> chip.sockets().send((int) a[0], bytes, 0, bytes.length));
                });
        calls.word("board.sock_recv", this::receive);
        calls.word(
                "board.sock_available",
                (_, a) -> {
                    clock.poll();
                    return chip.sockets().available((int) a[0]);
                });
        calls.word("board.sock_peek", (_, a) -> chip.sockets().peek((int) a[0]));
        calls.word(
                "board.sock_alive",
                (_, a) -> {
                    clock.poll();
                    return chip.sockets().alive((int) a[0]) ? 1 : 0;
                });
        calls.word(
                "board.sock_close",
                (_, a) -> {
                    chip.sockets().close((int) a[0]);
                    return 0;
                });
        calls.word("board.tls_words", SocketCalls::words);
        calls.word("board.net_resolve", (memory, a) -> resolve(memory.text(a[0], a[1])));
        calls.word("board.net_address", (_, _) -> number(chip.network().address()));
    }

    private long receive(GuestMemory memory, long[] a) {
        int length = (int) Math.min(a[2], MAX_CHUNK);
        memory.check(a[1], length);
        byte[] into = new byte[length];
        int count =
                (int)
                        tasks.away(
                                () -> chip.sockets().recv((int) a[0], into, 0, length, (int) a[3]));
        if (count > 0) {
            memory.put(a[1], into, count);
        }
        return count;
    }

    /// The struct host_tls of `twinport/host.h`: five texts with their lengths, a flag, a time.
    private long startTls(GuestMemory memory, long[] a) {
        byte[] name = memory.bytes(memory.word(a[1]), memory.word(a[1] + 4));
        TlsSettings settings =
                new TlsSettings(
                        new String(name, StandardCharsets.UTF_8),
                        memory.word(a[1] + 32) != 0,
                        memory.bytes(memory.word(a[1] + 8), memory.word(a[1] + 12)),
                        memory.bytes(memory.word(a[1] + 16), memory.word(a[1] + 20)),
                        memory.bytes(memory.word(a[1] + 24), memory.word(a[1] + 28)),
                        MbedTls.ARDUINO,
                        chip.time().now());
        int number = (int) a[0];
        Duration limit = millis(memory.word(a[1] + 36));
        int result = (int) tasks.away(() -> chip.sockets().startTls(number, settings, limit));
        if (result == 0) {
            return 0;
        }
        // The chip would say nothing here; whoever looks at the virtual one gets a hint.
        String why = chip.sockets().fault(number).orElse("").replace("\n", "; ");
        chip.serial().write("# TLS: " + why + "\r\n");
        return result == -Errno.ETIMEDOUT ? -TlsError.GENERIC_ERROR.number() : result;
    }

    /// What mbedTLS says to a number.
    private static long words(GuestMemory memory, long[] a) {
        byte[] words = TlsError.words((int) a[0]).getBytes(StandardCharsets.US_ASCII);
        int count = (int) Math.min(words.length, a[2]);
        memory.put(a[1], words, count);
        return count;
    }

    private long resolve(String host) {
        try {
            return number(chip.network().resolve(host));
        } catch (NetworkException e) {
            return 0;
        }
    }

    /// An IPv4 address as the ESP32 keeps it: first byte lowest.
    private static long number(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV4_BYTES
                ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                : 0;
    }

    private static Duration millis(long value) {
        return Duration.ofMillis(Math.max(1, value));
    }
}
