// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import twinport.broker.Fleet;
import twinport.cli.Exit;
import twinport.cli.Failure;

/// One run of a fleet: in, for a while, out, and what it came to.
final class FleetRun {
    private static final long TICK_MILLIS = 50;

    /// Beyond what the ramp takes by itself.
    private static final Duration RAMP_PATIENCE = Duration.ofSeconds(60);

    /// How long after the end is waited for what was acknowledged, and for last wills.
    private static final Duration QUIET = Duration.ofSeconds(12);

    private static final Duration SAY_EVERY = Duration.ofSeconds(10);
    private static final int AWAY_MOST_MILLIS = 3_000;

    private final FleetPlan plan;
    private final Consumer<String> progress;
    private final Random chance;
    private final String tag;
    private final Ledger ledger = new Ledger();
    private final ScheduledThreadPoolExecutor thread;
    private final List<Device> devices = new ArrayList<>();

    /// Who left in the last storm and is not back.
    private final Set<Device> stormed = new HashSet<>();

    private final CountDownLatch stop = new CountDownLatch(1);
    private long startNanos;
    private boolean ending;
    private boolean leaving;
    private double churnDue;
    private double commandsDue;
    private long stormNanos;

    FleetRun(FleetPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        this.chance = new Random(plan.seed());
        this.tag =
                HexFormat.of().toHexDigits((int) ProcessHandle.current().pid())
                        + HexFormat.of().toHexDigits((int) (System.nanoTime() >>> 10));
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1, task -> Thread.ofPlatform().name("fleet").daemon().unstarted(task));
        // what the library still has to say when the run is over
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    FleetPlan plan() {
        return plan;
    }

    Ledger ledger() {
        return ledger;
    }

    ScheduledThreadPoolExecutor thread() {
        return thread;
    }

    /// Tells this run's messages from those of others.
    String tag() {
        return tag;
    }

    boolean isEnding() {
        return ending;
    }

    boolean isLeaving() {
        return leaving;
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    Optional<Device> device(int number) {
        return number >= 1 && number <= devices.size()
                ? Optional.of(devices.get(number - 1))
                : Optional.empty();
    }

    void later(long millis, Runnable what) {
        var _ = thread.schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    void cameOnline(Device device) {
        if (stormed.remove(device) && stormed.isEmpty()) {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stormNanos);
            ledger.longestStormMillis = Math.max(ledger.longestStormMillis, took);
        }
    }

    /// Ends the run soon; from any thread.
    void stop() {
        stop.countDown();
    }

    /// @throws ExecutionException the watcher does not get in
    FleetReport play(Door door) throws ExecutionException, TimeoutException, InterruptedException {
        startNanos = System.nanoTime();
        var watcher = new Watcher(this, door);
        try {
            watcher.connect();
            long heapBefore = heap();
            List<Device> made = new ArrayList<>();
            for (int number = 1; number <= plan.devices() && stop.getCount() > 0; number++) {
                made.add(new Device(this, door, number, new Random(plan.seed() + number)));
            }
            ask(() -> devices.addAll(made));
            requireLast();
            double rampSeconds = ramp();
            long heapPerDevice = Math.max(0, heap() - heapBefore) / Math.max(1, made.size());
            double from = seconds();
            later(0, () -> disturb(watcher));
            stay();
            double seconds = seconds() - from;
            finish(watcher);
            return ask(() -> report(new FleetReport.Times(rampSeconds, seconds, heapPerDevice)));
        } finally {
            watcher.disconnect();
            thread.shutdownNow();
        }
    }

    /// The last one first: a lab that lets fewer in says so now.
    private void requireLast() throws InterruptedException, ExecutionException {
        if (devices.isEmpty()) {
            return;
        }
        Device last = devices.getLast();
        ask(() -> {
            last.connect();
            return true;
        });
        await(() -> last.wasEverOnline() || ledger.refused > 0, RAMP_PATIENCE, true);
        if (ask(() -> !last.wasEverOnline()) && stop.getCount() > 0) {
            throw new Failure(
                    Exit.REFUSED,
                    Fleet.name(plan.side(), devices.size())
                            + " does not get in at "
                            + plan.address()
                            + ask(() -> String.join("; ", ledger.reasons()))
                                    .transform(": "::concat),
                    "let the whole fleet in: twinport up --fleet " + plan.devices());
        }
    }

    private double ramp() throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        for (int i = 0; i < devices.size(); i++) {
            long due = TimeUnit.SECONDS.toMillis(i) / plan.ramp();
            later(due, devices.get(i)::connect);
        }
        Duration patience =
                RAMP_PATIENCE.plusMillis(TimeUnit.SECONDS.toMillis(devices.size()) / plan.ramp());
        await(() -> devices.stream().allMatch(Device::wasEverOnline), patience, true);
        return (System.nanoTime() - start) / 1e9;
    }

    private void stay() throws InterruptedException, ExecutionException {
        long end =
                plan.howLong().map(all -> System.nanoTime() + all.toNanos()).orElse(Long.MAX_VALUE);
        while (stop.getCount() > 0) {
            long left = end == Long.MAX_VALUE ? Long.MAX_VALUE : end - System.nanoTime();
            if (left <= 0
                    || stop.await(Math.min(left, SAY_EVERY.toNanos()), TimeUnit.NANOSECONDS)) {
                return;
            }
            progress.accept(ask(this::line));
        }
    }

    private String line() {
        return countOnline()
                + " online, "
                + ledger.sent
                + " sent, "
                + ledger.acknowledged
                + " acknowledged, "
                + ledger.received
                + " received, "
                + ledger.unexpected
                + " ended unexpectedly";
    }

    private long countOnline() {
        return devices.stream().filter(Device::isOnline).count();
    }

    /// What churn, storms and commands are due, every tick.
    private void disturb(Watcher watcher) {
        if (ending) {
            return;
        }
        later(TICK_MILLIS, () -> disturb(watcher));
        churnDue += plan.churn() * TICK_MILLIS / 1e3;
        for (; churnDue >= 1; churnDue--) {
            Device one = devices.get(chance.nextInt(devices.size()));
            if (one.isOnline()) {
                ledger.churned++;
                one.leave(chance.nextInt(AWAY_MOST_MILLIS));
            }
        }
        commandsDue += plan.commands() * TICK_MILLIS / 1e3;
        for (; commandsDue >= 1; commandsDue--) {
            int number = 1 + chance.nextInt(devices.size());
            if (devices.get(number - 1).isOnline()) {
                watcher.command(devices.get(number - 1), Fleet.name(plan.side(), number));
            }
        }
        storm();
    }

    private void storm() {
        if (stormNanos == 0) {
            stormNanos = System.nanoTime();
        }
        boolean due =
                plan.storm()
                        .filter(each -> System.nanoTime() - stormNanos >= each.toNanos())
                        .isPresent();
        if (due && stormed.isEmpty()) {
            stormNanos = System.nanoTime();
            ledger.storms++;
            devices.stream().filter(Device::isOnline).forEach(stormed::add);
            List.copyOf(stormed).forEach(device -> device.leave(0));
        }
    }

    private void finish(Watcher watcher) throws InterruptedException, ExecutionException {
        ask(() -> ending = true);
        await(
                () -> ledger.outstanding() == 0 && lost() == 0 && !watcher.waitsForAnswers(),
                QUIET,
                false);
        ask(() -> {
            watcher.judge();
            leaving = true;
            devices.forEach(device -> device.leave(-1));
            return true;
        });
        await(
                () ->
                        devices.stream().allMatch(Device::isAway)
                                && ledger.willsSeen >= ledger.willsLeft,
                QUIET,
                false);
    }

    private long lost() {
        return devices.stream().mapToLong(device -> device.numbers().lost()).sum();
    }

    private FleetReport report(FleetReport.Times times) {
        int never = (int) devices.stream().filter(device -> !device.wasEverOnline()).count();
        return FleetReport.of(plan, times, ledger, lost(), never);
    }

    private <T> T ask(Callable<T> question) throws InterruptedException, ExecutionException {
        return thread.submit(question).get();
    }

    /// Looks every tick, on the run's thread, until it is so or the time is over.
    private void await(BooleanSupplier condition, Duration longest, boolean stoppable)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end && !ask(condition::getAsBoolean)) {
            if (stoppable && stop.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(stoppable ? 0 : TICK_MILLIS);
        }
    }

    /// Bytes in use after a garbage collection.
    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
