// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.ResetCause;
import twinport.board.RtcMemory;
import twinport.board.part.Pins;

/// Time, pins, the serial line and the chip itself, for a sketch.
final class ChipCalls {
    // The bits of the ESP32's pin modes (esp32-hal-gpio.h).
    private static final int OUTPUT_BIT = 0x02;
    private static final int PULLUP_BIT = 0x04;
    private static final int PULLDOWN_BIT = 0x08;
    private static final int OPEN_DRAIN_BIT = 0x10;

    private final Chip chip;
    private final SketchClock clock;
    private final Optional<Dht22Wire> wire;
    private final PinEdges edges;
    private final int memoryLimit;

    ChipCalls(
            Chip chip,
            SketchClock clock,
            Optional<Dht22Wire> wire,
            PinEdges edges,
            int memoryLimit) {
        this.chip = chip;
        this.clock = clock;
        this.wire = wire;
        this.edges = edges;
        this.memoryLimit = memoryLimit;
    }

    void into(HostCalls calls) {
        time(calls);
        pins(calls);
        inputs(calls);
        serial(calls);
        sleep(calls);
        calls.word("board.random32", (_, _) -> chip.random().nextInt());
        calls.word("board.heap_limit", (_, _) -> memoryLimit);
        calls.word(
                "board.mac",
                (memory, a) -> {
                    byte[] mac = chip.settings().mac().bytes();
                    memory.put(a[0], mac, mac.length);
                    return 0;
                });
        calls.word(
                "board.restart",
                (_, _) -> {
                    throw new Halt.Reset();
                });
        calls.word(
                "board.panic",
                (memory, a) -> {
                    throw new Halt.Panic(memory.text(a[0], a[1]));
                });
    }

    private void time(HostCalls calls) {
        calls.word(
                "board.millis",
                (_, _) -> {
                    clock.poll();
                    return clock.now() / 1_000;
                });
        calls.word(
                "board.micros",
                (_, _) -> {
                    clock.poll();
                    return clock.now();
                });
        calls.word(
                "board.delay_us",
                (_, a) -> {
                    clock.delay(Math.max(0, a[0]));
                    return 0;
                });
        calls.wide(
                "board.clock_us",
                (_, _) -> {
                    clock.poll();
                    return clock.epochMicros();
                });
        calls.word(
                "board.clock_sync",
                (_, _) -> {
                    chip.time().synchronise();
                    return 0;
                });
        calls.word(
                "board.clock_set",
                (_, a) -> {
                    chip.time().set(Instant.EPOCH.plus(a[0], ChronoUnit.MICROS));
                    return 0;
                });
    }

    /// Why the chip started, deep sleep, and the memory that outlives both.
    private void sleep(HostCalls calls) {
        calls.word("board.reset_cause", (_, _) -> espResetReason(chip.resetCause()));
        calls.word(
                "board.sleep_deep",
                (_, a) -> {
                    throw a[0] == 0
                            ? chip.sleepDeep()
                            : chip.sleepDeep(Duration.of(a[0], ChronoUnit.MICROS));
                });
        calls.word(
                "board.rtc_read",
                (memory, a) -> {
                    byte[] kept = chip.rtcMemory().read();
                    int count = (int) Math.min(kept.length, a[1]);
                    memory.put(a[0], kept, count);
                    return kept.length;
                });
        calls.word(
                "board.rtc_write",
                (memory, a) -> {
                    if (a[1] > RtcMemory.BYTES) {
                        throw new Halt.Panic(
                                "the RTC memory has %d bytes, the sketch's variables have %d"
                                        .formatted(RtcMemory.BYTES, a[1]));
                    }
                    chip.rtcMemory().write(memory.bytes(a[0], a[1]));
                    return 0;
                });
    }

    /// `esp_reset_reason_t`.
    private static int espResetReason(ResetCause cause) {
        return switch (cause) {
            case POWER_ON -> 1;
            case SOFTWARE, SOFT -> 3;
            case PANIC -> 4;
            case WATCHDOG -> 6;
            case DEEP_SLEEP -> 8;
            case BROWN_OUT -> 9;
        };
    }

    private void pins(HostCalls calls) {
        calls.word(
                "board.pin_mode",
                (_, a) -> {
                    int pin = (int) a[0];
                    if (Pins.exists(pin)) {
                        chip.pins().mode(pin, mode((int) a[1]));
                        changed(pin);
                    }
                    return 0;
                });
        calls.word(
                "board.pin_write",
                (_, a) -> {
                    int pin = (int) a[0];
                    if (Pins.exists(pin)) {
                        chip.pins().write(pin, a[1] != 0);
                        changed(pin);
                    }
                    return 0;
                });
        calls.word(
                "board.pin_read",
                (_, a) -> {
                    clock.poll();
                    return level((int) a[0]) ? 1 : 0;
                });
    }

    private void inputs(HostCalls calls) {
        calls.word(
                "board.pin_millivolts",
                (_, a) -> {
                    clock.poll();
                    int pin = (int) a[0];
                    return Pins.exists(pin) ? chip.pins().voltage(pin) : 0;
                });
        calls.word(
                "board.pin_watch",
                (_, a) -> {
                    edges.watch((int) a[0], a[1] != 0);
                    return 0;
                });
        calls.word("board.pin_edge", (_, _) -> edges.next());
    }

    private void changed(int pin) {
        wire.filter(each -> each.isOn(pin)).ifPresent(Dht22Wire::hostChanged);
    }

    private boolean level(int pin) {
        if (!Pins.exists(pin)) {
            return false;
        }
        return switch (chip.pins().mode(pin)) {
            case INPUT, INPUT_PULLUP, INPUT_PULLDOWN ->
                    wire.filter(each -> each.isOn(pin))
                            .map(Dht22Wire::level)
                            .orElseGet(() -> chip.pins().read(pin));
            case OUTPUT, OUTPUT_OPEN_DRAIN -> chip.pins().read(pin);
        };
    }

    private static Pins.Mode mode(int bits) {
        if ((bits & OUTPUT_BIT) != 0) {
            return (bits & OPEN_DRAIN_BIT) != 0 ? Pins.Mode.OUTPUT_OPEN_DRAIN : Pins.Mode.OUTPUT;
        }
        if ((bits & PULLUP_BIT) != 0) {
            return Pins.Mode.INPUT_PULLUP;
        }
        return (bits & PULLDOWN_BIT) != 0 ? Pins.Mode.INPUT_PULLDOWN : Pins.Mode.INPUT;
    }

    private void serial(HostCalls calls) {
        calls.word(
                "board.serial_write",
                (memory, a) -> {
                    byte[] bytes = memory.bytes(a[0], a[1]);
                    chip.serial().write(bytes, 0, bytes.length);
                    return 0;
                });
        calls.word(
                "board.serial_available",
                (_, _) -> {
                    clock.poll();
                    return chip.serial().available();
                });
        calls.word("board.serial_read", (_, _) -> chip.serial().read());
        calls.word("board.serial_peek", (_, _) -> chip.serial().peek());
    }

    /// What a fault of the sketch looks like on the serial line.
    void say(String what) {
        byte[] line = ("\r\n" + what + "\r\n").getBytes(StandardCharsets.UTF_8);
        chip.serial().write(line, 0, line.length);
    }
}
