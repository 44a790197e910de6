// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.ResetCause;
import twinport.board.part.Pins;

/// The chip itself: reset, pins, serial line, memory that lasts.
final class ChipCalls {
    private static final int OPEN_DRAIN = 7;
    private static final int OUT = 3;
    private static final int PULL_DOWN = 1;
    private static final int PULL_UP = 2;
    private static final int SOFT_RESET = 5;

    private final Chip chip;

    ChipCalls(Chip chip) {
        this.chip = chip;
    }

    void into(HostCalls calls) {
        calls.deed(
                "reset",
                a -> {
                    throw new Halt.Reset(
                            a.number(0) == SOFT_RESET ? ResetCause.SOFT : ResetCause.SOFTWARE);
                });
        calls.number("reset_cause", _ -> resetCause(chip.resetCause()));
        calls.deed(
                "deep_sleep",
                a -> {
                    throw a.number(0) < 0
                            ? chip.sleepDeep()
                            : chip.sleepDeep(Duration.ofMillis(a.number(0)));
                });
        calls.number(
                "rtc_read",
                a -> {
                    byte[] kept = chip.rtcMemory().read();
                    int count = Math.min(kept.length, a.number(1));
                    a.give(0, kept, count);
                    return count;
                });
        calls.deed("rtc_write", a -> chip.rtcMemory().write(a.bytes(0)));
        calls.deed("random", this::random);
        calls.text("digest", a -> digest(a.text(0), a.bytes(1)));
        calls.text("mac", _ -> HexFormat.of().formatHex(chip.settings().mac().bytes()));
        calls.deed("note", a -> chip.serial().write("# " + a.text(0) + "\n"));
        calls.number("memory_bytes", _ -> chip.settings().memoryBytes());
        calls.number("pin_exists", a -> Pins.exists(a.number(0)) ? 1 : 0);
        calls.deed("pin_mode", a -> pinMode(a.number(0), a.number(1), a.number(2)));
        calls.number("pin_get", a -> chip.pins().read(a.number(0)) ? 1 : 0);
        calls.deed("pin_set", a -> chip.pins().write(a.number(0), a.truth(1)));
        calls.number("pin_millivolts", a -> chip.pins().voltage(a.number(0)));
        calls.number("serial_any", _ -> chip.serial().available());
        calls.number("serial_read", _ -> chip.serial().read());
        calls.deed(
                "serial_write",
                a -> {
                    byte[] bytes = a.bytes(0);
                    chip.serial().write(bytes, 0, bytes.length);
                });
    }

    private void random(Arguments a) {
        byte[] bytes = new byte[a.number(1)];
        chip.random().nextBytes(bytes);
        a.give(0, bytes, bytes.length);
    }

    private static String digest(String name, byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }

    /// The constants of the module machine.
    private static int resetCause(ResetCause cause) {
        return switch (cause) {
            case POWER_ON, BROWN_OUT -> 1;
            case SOFTWARE, PANIC -> 2;
            case WATCHDOG -> 3;
            case DEEP_SLEEP -> 4;
            case SOFT -> SOFT_RESET;
        };
    }

    private void pinMode(int pin, int mode, int pull) {
        chip.pins()
                .mode(
                        pin,
                        switch (mode) {
                            case OUT -> Pins.Mode.OUTPUT;
                            case OPEN_DRAIN -> Pins.Mode.OUTPUT_OPEN_DRAIN;
                            default ->
                                    switch (pull) {
                                        case PULL_UP -> Pins.Mode.INPUT_PULLUP;
                                        case PULL_DOWN -> Pins.Mode.INPUT_PULLDOWN;
                                        default -> Pins.Mode.INPUT;
                                    };
                        });
    }
}
