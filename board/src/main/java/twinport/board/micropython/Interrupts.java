// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import twinport.board.Chip;
import twinport.board.Halt;
import twinport.board.ResetCause;
import twinport.board.part.Pins;

/// Timers, pin interrupts, scheduled functions and the watchdog of one run of the firmware.
///
/// What happened is kept as a key in a queue as long as MicroPython's on the ESP32
/// (MICROPY_SCHEDULER_DEPTH), and the firmware's handlers run as there: one after the other, on the
/// firmware's own thread, between two of its steps. The steps here are calls of the host: a wait, a
/// call of a socket, a pin, the clock. Made and used by the board's thread; only [#raise], [#key]
/// and [#breakOff] may come from others.
final class Interrupts implements AutoCloseable {
    static final int QUEUE_DEPTH = 8;

    /// `machine.Pin.IRQ_RISING` and `IRQ_FALLING`.
    private static final int RISING = 1;

    private static final int FALLING = 2;

    /// The key of a pin's interrupt is this plus its number.
    private static final int FIRST_PIN = 1;

    private static final String CTRL_C = "KeyboardInterrupt";

    private static final class Timer {
        private final long period;
        private final boolean periodic;
        private long due;

        Timer(long now, long period, boolean periodic) {
            this.period = Math.max(1_000, period);
            this.periodic = periodic;
            this.due = now + this.period;
        }
    }

    private final Chip chip;
    private final BlockingQueue<Integer> raised = new ArrayBlockingQueue<>(QUEUE_DEPTH);
    private final Map<Integer, Timer> timers = new TreeMap<>();
    private final AtomicIntegerArray triggers = new AtomicIntegerArray(Pins.COUNT);
    private final Thread board = Thread.currentThread();
    private Optional<Runnable> listening = Optional.empty();
    private Optional<Value.Theirs> handler = Optional.empty();
    private Optional<Long> watchdog = Optional.empty();
    private Duration watchdogTime = Duration.ZERO;
    private boolean serving;
    private boolean masked;
    private @Nullable Vm vm;
    private volatile boolean broken;

    Interrupts(Chip chip) {
        this.chip = chip;
    }

    void serve(Vm machine) {
        vm = machine;
    }

    /// The Python function that is called with the key of each thing that happened.
    void handler(Value.Theirs function) {
        handler = Optional.of(function);
    }

    /// Something happened; lost when the queue is full, as on the chip.
    void raise(int key) {
        if (raised.offer(key)) {
            wake();
        }
    }

    /// Holds handlers back while on; returns whether it was.
    boolean mask(boolean on) {
        boolean before = masked;
        masked = on;
        return before;
    }

    /// Interrupts of a pin on these edges; 0 for none.
    void pin(int pin, int trigger) {
        triggers.set(pin, trigger);
        if (listening.isEmpty()) {
            listening = Optional.of(chip.pins().listen(this::edge));
        }
    }

    private void edge(int pin, boolean high) {
        if ((triggers.get(pin) & (high ? RISING : FALLING)) != 0) {
            raise(FIRST_PIN + pin);
        }
    }

    /// Starts a timer, or ends it when the period is 0.
    void timer(int key, Duration period, boolean periodic) {
        if (period.isZero()) {
            timers.remove(key);
        } else {
            timers.put(key, new Timer(chip.clock().nanos(), period.toNanos(), periodic));
        }
    }

    /// Starts or feeds the watchdog; a time of 0 feeds it.
    void watchdog(Duration time) {
        watchdogTime = time.isZero() ? watchdogTime : time;
        watchdog = Optional.of(chip.clock().nanos() + watchdogTime.toNanos());
    }

    /// Runs the handlers of what happened; nothing while one of them runs.
    void serve() {
        bark();
        if (serving || masked || handler.isEmpty()) {
            return;
        }
        if (!timers.isEmpty()) {
            raiseDue(chip.clock().nanos());
        }
        for (int i = 0; i < QUEUE_DEPTH && !masked; i++) {
            Integer key = raised.poll();
            if (key == null) {
                return;
            }
            call(handler.get(), key);
        }
    }

    private void call(Value.Theirs function, int key) {
        Vm machine = vm;
        if (machine == null) {
            throw new IllegalStateException("an interrupt before the machine was ready");
        }
        serving = true;
        try {
            machine.call(function, key);
        } catch (PythonError e) {
            if (e.type().equals(CTRL_C)) {
                machine.interrupt();
            } else {
                chip.serial().write(e.traceback());
            }
        } finally {
            serving = false;
        }
    }

    private void raiseDue(long now) {
        timers.entrySet()
                .removeIf(entry -> {
                    Timer timer = entry.getValue();
                    if (now - timer.due < 0) {
                        return false;
                    }
                    boolean queued = raised.offer(entry.getKey());
                    timer.due += timer.period;
                    if (now - timer.due >= 0 && !queued) {
                        timer.due = now + timer.period;
                    }
                    return !timer.periodic;
                });
    }

    private void bark() {
        if (watchdog.isPresent() && chip.clock().nanos() - watchdog.get() >= 0) {
            watchdog = Optional.empty();
            chip.serial().write("\nE task_wdt: Task watchdog got triggered.\n");
            throw new Halt.Reset(ResetCause.WATCHDOG);
        }
    }

    /// Waits, and runs the handlers of what happens meanwhile. True when Ctrl-C ended it early.
    boolean sleep(Duration howLong) {
        long start = chip.clock().nanos();
        long left = howLong.toNanos();
        while (true) {
            serve();
            if (takeBreak()) {
                return true;
            }
            long now = chip.clock().nanos();
            left = howLong.toNanos() - (now - start);
            if (left <= 0) {
                chip.checkpoint();
                return false;
            }
            doze(Math.min(left, untilNext(now)));
        }
    }

    /// Waits for a key or for anything else that wakes the board, and runs handlers.
    void await() {
        serve();
        doze(untilNext(chip.clock().nanos()));
    }

    /// A key was typed; from any thread.
    void key() {
        wake();
    }

    /// How long a wait that cannot be woken may last, at most `wanted`.
    Duration slice(Duration wanted) {
        Duration next = Duration.ofNanos(untilNext(chip.clock().nanos()));
        return next.compareTo(wanted) < 0 ? next : wanted;
    }

    /// Whether the firmware has interrupts that come from outside.
    boolean listens() {
        return listening.isPresent();
    }

    private long untilNext(long now) {
        long next = Long.MAX_VALUE;
        if (!serving && !masked) {
            for (Timer timer : timers.values()) {
                next = Math.min(next, timer.due - now);
            }
        }
        if (watchdog.isPresent()) {
            next = Math.min(next, watchdog.get() - now);
        }
        return Math.max(0, next);
    }

    private void doze(long nanos) {
        boolean waiting = !raised.isEmpty() && !serving && !masked;
        if (!waiting && !broken && nanos > 0) {
            try {
                chip.clock().pause(Duration.ofNanos(nanos));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        chip.checkpoint();
    }

    private void wake() {
        chip.clock().wake(board);
    }

    /// Ctrl-C was typed; from any thread.
    void breakOff() {
        broken = true;
        wake();
    }

    /// True once after Ctrl-C.
    boolean takeBreak() {
        boolean before = broken;
        broken = false;
        return before;
    }

    @Override
    public void close() {
        listening.ifPresent(Runnable::run);
    }
}
