// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import run.endive.runtime.WasmInterruptedException;
import twinport.board.net.BoardNetwork;
import twinport.board.net.BoardSocket;
import twinport.board.part.Dht22;
import twinport.board.part.Pins;

/// One virtual ESP32: a machine with its firmware, on one platform thread of its own, with pins, a
/// sensor, sockets, a flash file system and a serial line around it.
///
/// A board is safe for several threads. Its sinks are called on whichever thread caused the event,
/// often the board's own: they must be quick and must not start or stop boards.
public final class Board implements AutoCloseable {
    /// Deep recursion in the guest is recursion here; this is enough for MicroPython's own limit.
    private static final long STACK_BYTES = 8L << 20;

    private final BoardSettings settings;
    private final Firmware firmware;
    private final BoardNetwork network;
    private final BoardClock clock;
    private final RandomGenerator random;
    private final Serial serial = new Serial();
    private final Counters counters;
    private final Pins pins = new Pins();
    private final Dht22 sensor;
    private final Flash flash;
    private final List<Consumer<? super BoardEvent>> sinks = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Run>> current = new AtomicReference<>(Optional.empty());
    private final ReentrantLock switching = new ReentrantLock();
    private volatile BoardState state = new BoardState.Off();

    /// A time between start and stop.
    private record Run(Power power, Thread thread, AtomicReference<Optional<Sockets>> sockets) {}

    public Board(
            BoardSettings settings,
            Firmware firmware,
            BoardNetwork network,
            BoardClock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.firmware = firmware;
        this.network = network;
        this.clock = clock;
        this.random = random;
        this.counters = new Counters(clock::nanos);
        this.flash = new Flash(settings.flashBytes(), firmware.files());
        this.sensor = new Dht22(settings.celsius(), settings.humidityPercent());
        serial.listen(text -> tell(new BoardEvent.SerialText(id(), clock.instant(), text)));
        pins.listen(
                (pin, high) -> tell(new BoardEvent.PinChanged(id(), clock.instant(), pin, high)));
        sensor.listen(now ->
                tell(
                        new BoardEvent.SensorChanged(
                                id(), clock.instant(), now.celsius(), now.humidityPercent())));
    }

    public String id() {
        return settings.id();
    }

    public BoardSettings settings() {
        return settings;
    }

    public Firmware firmware() {
        return firmware;
    }

    public BoardState state() {
        return state;
    }

    public Serial serial() {
        return serial;
    }

    public Pins pins() {
        return pins;
    }

    public Dht22 sensor() {
        return sensor;
    }

    public Counters counters() {
        return counters;
    }

    public Flash flash() {
        return flash;
    }

    BoardClock clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    /// Tells `sink` everything that happens from now on.
    public Registration listen(Consumer<? super BoardEvent> sink) {
        sinks.add(sink);
        return () -> sinks.remove(sink);
    }

    /// Switches the board on; does nothing when it is on.
    public void start() {
        switching.lock();
        try {
            if (current.get().filter(run -> run.thread().isAlive()).isPresent()) {
                return;
            }
            Power power = new Power();
            AtomicReference<Optional<Sockets>> sockets = new AtomicReference<>(Optional.empty());
            Thread thread =
                    new Thread(
                            null, () -> live(power, sockets), "board " + id(), STACK_BYTES, false);
            thread.setDaemon(true);
            current.set(Optional.of(new Run(power, thread, sockets)));
            enter(power, new BoardState.Starting());
            thread.start();
        } finally {
            switching.unlock();
        }
    }

    /// Switches the board off, whatever its firmware does. Returns when its thread has ended, after
    /// at most [BoardSettings#stopTime]; what the firmware had sent before is still delivered.
    public void stop() {
        switching.lock();
        try {
            Optional<Run> running = current.get();
            if (running.isEmpty()) {
                return;
            }
            Run run = running.get();
            run.power().want(Power.Wish.STOP);
            if (!ended(run)) {
                enter(run.power(), new BoardState.Crashed("did not end when switched off"));
            }
            current.set(Optional.empty());
        } finally {
            switching.unlock();
        }
    }

    /// Presses the reset button: the firmware starts again, the flash keeps its files. Does nothing
    /// when the board is off.
    public void reset() {
        current.get()
                .ifPresent(run -> {
                    run.power().want(Power.Wish.RESET);
                    run.thread().interrupt();
                });
    }

    /// The same as [#stop].
    @Override
    public void close() {
        stop();
    }

    private boolean ended(Run run) {
        if (run.thread() == Thread.currentThread()) {
            return true;
        }
        long start = clock.nanos();
        long left = settings.stopTime().toNanos();
        boolean interrupted = false;
        while (left > 0 && run.thread().isAlive()) {
            run.thread().interrupt();
            try {
                run.thread().join(Duration.ofNanos(Math.min(left, 200_000_000)));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            run.sockets().get().ifPresent(Sockets::closeAll);
            left = settings.stopTime().toNanos() - (clock.nanos() - start);
        }
        interrupted |= !delivered(run);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !run.thread().isAlive();
    }

    private static boolean delivered(Run run) {
        try {
            Optional<Sockets> sockets = run.sockets().get();
            if (sockets.isPresent()) {
                sockets.get().awaitClosed(BoardSocket.LINGER);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// The board's thread: one power cycle after the other.
    private void live(Power power, AtomicReference<Optional<Sockets>> sockets) {
        Optional<BoardState> end = Optional.empty();
        while (end.isEmpty()) {
            end = powerCycle(power, sockets);
            if (end.isEmpty()) {
                counters.restarted();
                enter(power, new BoardState.Starting());
                end = waitForBoot(power);
            }
        }
        enter(power, end.get());
    }

    /// Runs the firmware once; returns the state it ended in, or nothing if it is to start again.
    private Optional<BoardState> powerCycle(
            Power power, AtomicReference<Optional<Sockets>> holder) {
        boolean ignored = Thread.interrupted();
        if (!power.begin()) {
            return Optional.of(new BoardState.Stopped());
        }
        Sockets sockets = new Sockets(network, counters, power);
        holder.set(Optional.of(sockets));
        Chip chip = new Chip(this, network, sockets, power);
        try (Machine machine = firmware.boot(chip)) {
            enter(power, new BoardState.Running());
            machine.run();
            chip.idle();
            return Optional.of(new BoardState.Stopped());
        } catch (Halt halt) {
            return switch (halt) {
                case Halt.Stop _ -> stoppedOrReset(power);
                case Halt.Reset _ -> Optional.empty();
                case Halt.Panic panic -> Optional.of(new BoardState.Crashed(panic.reason()));
            };
        } catch (WasmInterruptedException e) {
            return stoppedOrReset(power);
        } catch (StackOverflowError e) {
            return crashed("stack overflow");
        } catch (RuntimeException | Error e) {
            return crashed(e.toString());
        } finally {
            sockets.closeAll();
            pins.reset();
        }
    }

    private static Optional<BoardState> stoppedOrReset(Power power) {
        return switch (power.wish()) {
            case RESET -> Optional.empty();
            case RUN, STOP -> Optional.of(new BoardState.Stopped());
        };
    }

    private Optional<BoardState> crashed(String reason) {
        serial.write("\n*** board %s: %s\n".formatted(id(), reason));
        return Optional.of(new BoardState.Crashed(reason));
    }

    private Optional<BoardState> waitForBoot(Power power) {
        boolean ignored = Thread.interrupted();
        try {
            if (power.begin()) {
                clock.sleep(settings.bootTime());
            }
        } catch (InterruptedException e) {
            return power.begin() ? Optional.empty() : Optional.of(new BoardState.Stopped());
        }
        return Optional.empty();
    }

    /// A run that did not end in time has no say any more.
    private void enter(Power power, BoardState next) {
        if (current.get().filter(run -> run.power() == power).isPresent()) {
            state = next;
            tell(new BoardEvent.StateChanged(id(), clock.instant(), next));
        }
    }

    private void tell(BoardEvent event) {
        for (Consumer<? super BoardEvent> sink : sinks) {
            sink.accept(event);
        }
    }
}
