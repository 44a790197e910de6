// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import twinport.board.BoardClock;

/// A time that need not be waited for.
///
/// Switched to the wall ([#jumping] off, as at the start) it goes with the wall. Switched to jumps
/// it stands still while boards compute, so that their speed does not show, and leaps to the
/// earliest moment that somebody waits for when
///
/// - every thread that lives in it ([#enter]) waits in it,
/// - nothing passed on the wire for [#SILENCE], and
/// - no client waits to be let in by the broker.
///
/// What is real stays real: the broker, the sockets and their time limits know nothing of this
/// time. So that an answer which is merely slow is not taken for one that never comes, time leaps
/// ahead of the last traffic at most [#FASTEST] times as fast as the wall, until nothing has passed
/// for [#LONG_SILENCE]. A silence counts only while this process gets its processor.
///
/// Time that stands still moves on in two other ways: a look at it costs a microsecond of it, and
/// when no leap was possible for [#GRACE] it goes with the wall until the next one, so that a board
/// which never waits does not stop it.
public final class VirtualClock implements BoardClock, AutoCloseable {
    public static final Duration SILENCE = Duration.ofMillis(50);
    public static final Duration LONG_SILENCE = Duration.ofMillis(500);
    public static final Duration GRACE = Duration.ofSeconds(1);
    public static final int FASTEST = 100;

    private static final Duration TICK = Duration.ofMillis(5);
    private static final Duration LATE_TICK = Duration.ofMillis(25);
    private static final long LOOK_NANOS = 1_000;

    /// How much time was leapt over, and in how many leaps.
    public record Leaps(long count, Duration time) {}

    private static final class Wait {
        private final long end;
        private final boolean wakeable;
        private final Condition changed;
        private boolean over;

        Wait(long end, boolean wakeable, Condition changed) {
            this.end = end;
            this.wakeable = wakeable;
            this.changed = changed;
        }
    }

    private static final Wire NONE =
            new Wire() {
                @Override
                public long passed() {
                    return 0;
                }

                @Override
                public boolean unsettled() {
                    return false;
                }
            };

    private final LongSupplier wall;
    private final Instant start;
    private final long startNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition tick = lock.newCondition();
    private final Set<Thread> residents = new HashSet<>();
    private final Map<Thread, Wait> waits = new HashMap<>();
    private final Set<Thread> woken = new HashSet<>();
    private Wire wire = NONE;
    private boolean jumping;
    private boolean closed;

    // Now is base, and what the wall or looks added since baseWall.
    private long base;
    private long baseWall;
    private long looks;

    private long passed;
    private long quietSince;
    private long quietAt;
    private long leaps;
    private long leapt;

    /// @param start what time it is when this is made
    /// @param wall the timer of this computer, in nanoseconds
    public VirtualClock(Instant start, LongSupplier wall) {
        this.start = start;
        this.wall = wall;
        startNanos = wall.getAsLong();
        base = startNanos;
        baseWall = startNanos;
        quietSince = startNanos;
        Thread.ofPlatform().name("scenario clock").daemon().start(this::tick);
    }

    /// From now on this is the wire that must be silent.
    public void watch(Wire other) {
        lock.lock();
        try {
            wire = other;
        } finally {
            lock.unlock();
        }
    }

    /// Switches to leaps, or back to the wall.
    public void jumping(boolean on) {
        lock.lock();
        try {
            if (jumping == on) {
                return;
            }
            long now = wall.getAsLong();
            rebase(now(now), now);
            jumping = on;
            quietSince = now;
            quietAt = base;
            waits.values().forEach(wait -> wait.changed.signal());
        } finally {
            lock.unlock();
        }
    }

    /// Where time leaps, waits until everybody else waits and the wire is silent, so that what was
    /// going on at this moment is over; takes a microsecond. Does nothing in the wall's time.
    public void settle() throws InterruptedException {
        boolean leaping;
        lock.lock();
        try {
            leaping = jumping;
        } finally {
            lock.unlock();
        }
        if (leaping) {
            sleep(Duration.ofNanos(LOOK_NANOS));
        }
    }

    public Leaps leaps() {
        lock.lock();
        try {
            return new Leaps(leaps, Duration.ofNanos(leapt));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos() - startNanos);
    }

    @Override
    public long nanos() {
        lock.lock();
        try {
            if (jumping && residents.contains(Thread.currentThread())) {
                looks++;
            }
            return now(wall.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleep(Duration howLong) throws InterruptedException {
        await(howLong, false);
    }

    @Override
    public void pause(Duration atMost) throws InterruptedException {
        await(atMost, true);
    }

    @Override
    public void wake(Thread paused) {
        lock.lock();
        try {
            Wait wait = waits.get(paused);
            if (wait == null) {
                if (residents.contains(paused)) {
                    woken.add(paused);
                }
            } else if (wait.wakeable) {
                end(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enter(Thread thread) {
        lock.lock();
        try {
            residents.add(thread);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leave(Thread thread) {
        lock.lock();
        try {
            residents.remove(thread);
            woken.remove(thread);
            leap();
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration howLong, boolean wakeable) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Thread me = Thread.currentThread();
            if (wakeable && woken.remove(me)) {
                return;
            }
            long now = now(wall.getAsLong());
            long length = Math.max(0, howLong.toNanos());
            long end = length > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + length;
            Wait wait = new Wait(end, wakeable, lock.newCondition());
            waits.put(me, wait);
            try {
                leap();
                untilOver(wait);
            } finally {
                waits.remove(me);
            }
        } finally {
            lock.unlock();
        }
    }

    private void untilOver(Wait wait) throws InterruptedException {
        while (!wait.over) {
            long now = wall.getAsLong();
            long left = wait.end - now(now);
            if (left <= 0) {
                return;
            }
            long grace = jumping ? Math.max(0, GRACE.toNanos() - (now - baseWall)) : 0;
            long nanos =
                    wait.changed.awaitNanos(left > Long.MAX_VALUE - grace ? left : left + grace);
            if (nanos <= 0) {
                leap(); // what others wait for may be over too
            }
        }
    }

    private void tick() {
        lock.lock();
        try {
            long last = wall.getAsLong();
            while (!closed) {
                tick.awaitNanos(TICK.toNanos());
                long now = wall.getAsLong();
                if (now - last > LATE_TICK.toNanos()) {
                    quietSince = Math.min(now, quietSince + (now - last));
                }
                last = now;
                leap();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// Leaps, if all of the conditions hold.
    private void leap() {
        if (!jumping) {
            return;
        }
        long wallNow = wall.getAsLong();
        long now = now(wallNow);
        listen(wallNow, now);
        if (!allWait() || waits.isEmpty()) {
            return;
        }
        long next = waits.values().stream().mapToLong(wait -> wait.end).min().orElseThrow();
        if (next <= now) {
            endBefore(now);
        } else if (next < Long.MAX_VALUE && isQuiet(wallNow, next)) {
            rebase(next, wallNow);
            leaps++;
            leapt += next - now;
            endBefore(next);
        }
    }

    /// Notes what passed on the wire.
    private void listen(long wallNow, long now) {
        long count = wire.passed();
        if (count != passed) {
            passed = count;
            quietSince = wallNow;
            quietAt = now;
        }
    }

    private boolean allWait() {
        for (Thread resident : residents) {
            Wait wait = waits.get(resident);
            if (wait == null || wait.over) {
                return false;
            }
        }
        return true;
    }

    private boolean isQuiet(long wallNow, long next) {
        long silence = wallNow - quietSince;
        if (silence < SILENCE.toNanos()) {
            return false;
        }
        if (wire.unsettled()) {
            return false;
        }
        return silence >= LONG_SILENCE.toNanos() || next - quietAt <= silence * FASTEST;
    }

    private void endBefore(long moment) {
        List<Wait> due = waits.values().stream().filter(wait -> wait.end <= moment).toList();
        due.forEach(VirtualClock::end);
    }

    private static void end(Wait wait) {
        wait.over = true;
        wait.changed.signal();
    }

    private long now(long wallNow) {
        long since = wallNow - baseWall;
        return jumping
                ? base + looks * LOOK_NANOS + Math.max(0, since - GRACE.toNanos())
                : base + since;
    }

    private void rebase(long now, long wallNow) {
        base = now;
        baseWall = wallNow;
        looks = 0;
    }

    /// Ends the ticking; the time goes with the wall from here on.
    @Override
    public void close() {
        jumping(false);
        lock.lock();
        try {
            closed = true;
            tick.signal();
        } finally {
            lock.unlock();
        }
    }
}
