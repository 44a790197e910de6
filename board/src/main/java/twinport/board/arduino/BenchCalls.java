// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.Optional;
import twinport.board.Chip;
import twinport.board.part.OneWireLine;
import twinport.board.part.Pins;

/// The buses of the bench and PWM, for a sketch.
final class BenchCalls {
    /// More than any part takes or gives in one go.
    private static final int TRANSFER_BYTES_MAX = 4_096;

    private static final double PER_MILLION = 1e6;

    private final Chip chip;

    BenchCalls(Chip chip) {
        this.chip = chip;
    }

    void into(HostCalls calls) {
        calls.word(
                "board.i2c_write",
                (memory, a) ->
                        chip.bench()
                                        .i2c((int) a[0], (int) a[1])
                                        .write((int) a[2], memory.bytes(a[3], length(a[4])))
                                ? 1
                                : 0);
        calls.word(
                "board.i2c_read",
                (memory, a) -> {
                    Optional<byte[]> got =
                            chip.bench()
                                    .i2c((int) a[0], (int) a[1])
                                    .read((int) a[2], (int) length(a[4]));
                    got.ifPresent(bytes -> memory.put(a[3], bytes, bytes.length));
                    return got.map(bytes -> bytes.length).orElse(-1);
                });
        calls.word(
                "board.wire_reset",
                (_, a) -> line(a).filter(OneWireLine::reset).isPresent() ? 1 : 0);
        calls.word(
                "board.wire_bit", (_, a) -> line(a).map(OneWireLine::readBit).orElse(true) ? 1 : 0);
        calls.word(
                "board.wire_put_bit",
                (_, a) -> {
                    line(a).ifPresent(line -> line.writeBit(a[1] != 0));
                    return 0;
                });
        calls.word(
                "board.pixels",
                (memory, a) -> {
                    chip.bench().pixels((int) a[0], memory.bytes(a[1], length(a[2])));
                    return 0;
                });
        calls.word(
                "board.pwm",
                (_, a) -> {
                    if (Pins.exists((int) a[0])) {
                        chip.pins().pwm((int) a[0], (double) Math.max(1, a[1]), a[2] / PER_MILLION);
                    }
                    return 0;
                });
        calls.word(
                "board.pwm_off",
                (_, a) -> {
                    if (Pins.exists((int) a[0])) {
                        chip.pins().pwmOff((int) a[0]);
                    }
                    return 0;
                });
    }

    private static long length(long wanted) {
        return Math.clamp(wanted, 0, TRANSFER_BYTES_MAX);
    }

    private Optional<OneWireLine> line(long[] a) {
        return chip.bench().oneWire((int) a[0]);
    }
}
