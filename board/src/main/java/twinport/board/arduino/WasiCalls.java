// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import twinport.board.Chip;
import twinport.board.Halt;

/// The few calls of the C library that reach outside (WASI preview 1): standard output and error
/// are the serial line, as on the ESP32; there are no other files behind them.
final class WasiCalls {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int EBADF = 8;
    private static final int ESPIPE = 70;
    private static final int MAX_PIECES = 1024;
    private static final int IOVEC_BYTES = 8;

    private final Chip chip;
    private final SketchClock clock;

    WasiCalls(Chip chip, SketchClock clock) {
        this.chip = chip;
        this.clock = clock;
    }

    void into(HostCalls calls) {
        calls.word("wasi_snapshot_preview1.fd_write", this::write);
        calls.word("wasi_snapshot_preview1.fd_close", (_, _) -> EBADF);
        calls.word("wasi_snapshot_preview1.fd_seek", (_, _) -> ESPIPE);
        calls.word("wasi_snapshot_preview1.fd_read", (_, _) -> EBADF);
        calls.word("wasi_snapshot_preview1.fd_fdstat_get", (_, _) -> EBADF);
        calls.word("wasi_snapshot_preview1.fd_prestat_get", (_, _) -> EBADF);
        calls.word(
                "wasi_snapshot_preview1.clock_time_get",
                (memory, a) -> {
                    memory.putLong(a[2], clock.epochMicros() * 1_000);
                    return 0;
                });
        calls.word(
                "wasi_snapshot_preview1.environ_sizes_get",
                (memory, a) -> {
                    memory.putWord(a[0], 0);
                    memory.putWord(a[1], 0);
                    return 0;
                });
        calls.word("wasi_snapshot_preview1.environ_get", (_, _) -> 0);
        calls.word(
                "wasi_snapshot_preview1.proc_exit",
                (_, a) -> {
                    throw new Halt.Panic("exit(" + (int) a[0] + ") was called");
                });
    }

    private long write(GuestMemory memory, long[] a) {
        if (a[0] != STDOUT && a[0] != STDERR) {
            return EBADF;
        }
        int written = 0;
        for (int i = 0; i < Math.min(a[2], MAX_PIECES); i++) {
            long piece = a[1] + (long) i * IOVEC_BYTES;
            byte[] bytes = memory.bytes(memory.word(piece), memory.word(piece + 4));
            chip.serial().write(bytes, 0, bytes.length);
            written += bytes.length;
        }
        memory.putWord(a[3], written);
        return 0;
    }
}
