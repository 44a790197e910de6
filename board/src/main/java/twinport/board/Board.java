// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import run.endive.runtime.WasmInterruptedException;
import twinport.board.fault.Faults;
import twinport.board.net.BoardNetwork;
import twinport.board.net.Radio;
import twinport.board.net.Troubles;
import twinport.board.net.Wifi;
import twinport.board.part.Bench;
import twinport.board.part.Dht;
import twinport.board.part.Dht22;
import twinport.board.part.Part;
import twinport.board.part.Pins;

/// One virtual ESP32: a machine with its firmware, on one platform thread of its own, with pins, a
/// sensor, sockets, a flash file system and a serial line around it.
///
/// A board is safe for several threads. Its sinks are called on whichever thread caused the event,
/// often the board's own: they must be quick and must not start or stop boards.
public final class Board implements AutoCloseable {
    /// Deep recursion in the guest is recursion here; this is enough for MicroPython's own limit.
    private static final long STACK_BYTES = 8L << 20;

    /// A sleep without a timer.
    private static final int MAX_SLEEP_DAYS = 36_500;

    private final BoardSettings settings;
    private final Firmware firmware;
    private final Radio radio;
    private final Wifi wifi;
    private final WallClock time;
    private final RtcMemory rtc = new RtcMemory();
    private final BoardClock clock;
    private final RandomGenerator random;
    private final Serial serial = new Serial();
    private final Counters counters;
    private final Pins pins = new Pins();
    private final Troubles troubles;
    private final Bench bench;
    private final Dht sensor;
    private final Faults faults;
    private final Flash flash;
    private final List<Consumer<? super BoardEvent>> sinks = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Run>> current = new AtomicReference<>(Optional.empty());
    private final ReentrantLock switching = new ReentrantLock();
    private volatile BoardState state = new BoardState.Off();

    public Board(
            BoardSettings settings,
            Firmware firmware,
            BoardNetwork network,
            BoardClock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.firmware = firmware;
        this.clock = clock;
        this.wifi = new Wifi(clock::nanos);
        this.troubles = new Troubles(random);
        this.radio = new Radio(network, wifi, clock, troubles);
        wifi.listen(event -> {
            if (event instanceof Wifi.Event.Left(int reason)
                    && reason == Wifi.REASON_BEACON_TIMEOUT) {
                connections().ifPresent(Sockets::abandonAll);
            }
        });
        network.tell(note -> serial.write("# " + note + "\n"));
        this.time = new WallClock(clock, wifi);
        this.random = random;
        this.counters = new Counters(clock::nanos);
        this.flash = new Flash(settings.flashBytes(), firmware.files());
        this.bench = new Bench(settings.parts(), pins, clock::nanos);
        this.sensor = bench.dht().orElseGet(() -> new Dht22(20, 50));
        this.faults = new Faults(this, random);
        serial.listen(text -> tell(new BoardEvent.SerialText(id(), clock.instant(), text)));
        pins.listen(
                (pin, high) -> tell(new BoardEvent.PinChanged(id(), clock.instant(), pin, high)));
        bench.listen(this::partChanged);
    }

    private void partChanged(Part part) {
        tell(new BoardEvent.PartChanged(id(), clock.instant(), part.id()));
        if (part == sensor) {
            tell(
                    new BoardEvent.SensorChanged(
                            id(), clock.instant(), sensor.celsius(), sensor.humidityPercent()));
        }
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

    /// The parts that are wired to the board.
    public Bench bench() {
        return bench;
    }

    /// The first DHT22 or DHT11 on the bench; when there is none, a DHT22 that nothing is wired to.
    public Dht sensor() {
        return sensor;
    }

    public Counters counters() {
        return counters;
    }

    public Flash flash() {
        return flash;
    }

    public Wifi wifi() {
        return wifi;
    }

    /// The time of day as the board believes it.
    public WallClock time() {
        return time;
    }

    /// The timer that its parts live by.
    public LongSupplier nanos() {
        return clock::nanos;
    }

    /// What is wrong with its network on purpose.
    public Troubles troubles() {
        return troubles;
    }

    /// Bad days, on purpose.
    public Faults faults() {
        return faults;
    }

    /// Cuts all connections: both ends see a reset.
    public void cutConnections() {
        connections().ifPresent(Sockets::cutAll);
    }

    private Optional<Sockets> connections() {
        return current.get().flatMap(run -> run.sockets().get());
    }

    RtcMemory rtc() {
        return rtc;
    }

    Radio radio() {
        return radio;
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

    /// Switches the board on; does nothing when it is on, but starts firmware again that failed.
    public void start() {
        switching.lock();
        try {
            if (current.get().filter(run -> run.thread().isAlive()).isPresent()) {
                if (state instanceof BoardState.Crashed) {
                    reset();
                }
                return;
            }
            Power power = new Power();
            AtomicReference<Optional<Sockets>> sockets = new AtomicReference<>(Optional.empty());
            Thread thread =
                    new Thread(
                            null, () -> live(power, sockets), "board " + id(), STACK_BYTES, false);
            thread.setDaemon(true);
            clock.enter(thread);
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
            if (!run.ends(clock, settings.stopTime())) {
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
        reset(ResetCause.POWER_ON);
    }

    /// The same for another cause, as a supply that breaks down.
    public void reset(ResetCause cause) {
        current.get()
                .ifPresent(run -> {
                    run.power().reset(cause);
                    run.thread().interrupt();
                });
    }

    /// The same as [#stop].
    @Override
    public void close() {
        stop();
    }

    /// What follows a power cycle.
    private sealed interface Next {
        record End(BoardState state) implements Next {}

        /// The chip starts again, for this cause.
        record Again(ResetCause cause) implements Next {}

        /// It starts again after that time, or when it is reset.
        record Later(Optional<Duration> howLong) implements Next {}
    }

    /// The board's thread: one power cycle after the other.
    private void live(Power power, AtomicReference<Optional<Sockets>> sockets) {
        try {
            enter(power, lived(power, sockets));
        } finally {
            clock.leave(Thread.currentThread());
        }
    }

    private BoardState lived(Power power, AtomicReference<Optional<Sockets>> sockets) {
        time.powerOn();
        rtc.clear();
        Next next = new Next.Again(ResetCause.POWER_ON);
        while (true) {
            next =
                    switch (next) {
                        case Next.Again again -> powerCycle(power, sockets, again.cause());
                        case Next.Later later -> sleep(power, later);
                        case Next.End end -> end;
                    };
            if (next instanceof Next.End(BoardState state)) {
                return state;
            }
            if (next instanceof Next.Again) {
                counters.restarted();
                time.restarted();
                enter(power, new BoardState.Starting());
                next = waitForBoot(power, next);
            }
        }
    }

    private Next sleep(Power power, Next.Later later) {
        enter(power, new BoardState.Asleep());
        boolean ignored = Thread.interrupted();
        try {
            power.checkpoint();
            clock.sleep(later.howLong().orElse(Duration.ofDays(MAX_SLEEP_DAYS)));
            return new Next.Again(ResetCause.DEEP_SLEEP);
        } catch (InterruptedException | Halt.Stop e) {
            return stoppedOrReset(power);
        }
    }

    /// Runs the firmware once.
    private Next powerCycle(
            Power power, AtomicReference<Optional<Sockets>> holder, ResetCause cause) {
        boolean ignored = Thread.interrupted();
        if (!power.begin()) {
            return new Next.End(new BoardState.Stopped());
        }
        Sockets sockets = new Sockets(radio, counters, power, clock);
        holder.set(Optional.of(sockets));
        Chip chip = new Chip(this, sockets, power, cause);
        try (Machine machine = firmware.boot(chip)) {
            enter(power, new BoardState.Running());
            machine.run();
            chip.idle();
            return new Next.End(new BoardState.Stopped());
        } catch (Halt halt) {
            return switch (halt) {
                case Halt.Stop _ -> stoppedOrReset(power);
                case Halt.Reset reset -> new Next.Again(reset.cause());
                case Halt.DeepSleep sleep -> new Next.Later(sleep.howLong());
                case Halt.Panic panic -> new Next.End(new BoardState.Crashed(panic.reason()));
            };
        } catch (WasmInterruptedException e) {
            return stoppedOrReset(power);
        } catch (StackOverflowError e) {
            return crashed("stack overflow");
        } catch (RuntimeException | Error e) {
            return crashed(e.toString());
        } finally {
            sockets.closeAll();
            wifi.off();
            pins.reset();
        }
    }

    private static Next stoppedOrReset(Power power) {
        return switch (power.wish()) {
            case RESET -> new Next.Again(power.cause());
            case RUN, STOP -> new Next.End(new BoardState.Stopped());
        };
    }

    private Next crashed(String reason) {
        serial.write("\n*** board %s: %s\n".formatted(id(), reason));
        return new Next.End(new BoardState.Crashed(reason));
    }

    private Next waitForBoot(Power power, Next next) {
        boolean ignored = Thread.interrupted();
        try {
            if (power.begin()) {
                clock.sleep(settings.bootTime());
            }
        } catch (InterruptedException e) {
            return power.begin() ? next : new Next.End(new BoardState.Stopped());
        }
        return next;
    }

    /// The firmware ended by an error and the board waits for its owner.
    void failed(Power power, String reason) {
        enter(power, new BoardState.Crashed(reason));
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
