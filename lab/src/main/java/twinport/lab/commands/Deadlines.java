// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import twinport.board.BoardClock;

/// Does things when their time has come, in the lab's time, which may leap. One thread.
final class Deadlines implements AutoCloseable {
    /// One thing to do, until it is done or cancelled.
    record Deadline(long nanos, long order, Runnable task) {}

    private final BoardClock clock;
    private final PriorityQueue<Deadline> waiting =
            new PriorityQueue<>(
                    Comparator.comparingLong(Deadline::nanos).thenComparingLong(Deadline::order));
    private final AtomicLong order = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Deadlines(BoardClock clock) {
        this.clock = clock;
        thread = Thread.ofPlatform().name("command deadlines").daemon().unstarted(this::run);
        clock.enter(thread);
        thread.start();
    }

    Deadline after(Duration howLong, Runnable task) {
        var deadline =
                new Deadline(clock.nanos() + howLong.toNanos(), order.incrementAndGet(), task);
        synchronized (waiting) {
            waiting.add(deadline);
        }
        clock.wake(thread);
        return deadline;
    }

    /// What has been done already stays done.
    void cancel(Deadline deadline) {
        synchronized (waiting) {
            waiting.remove(deadline);
        }
    }

    private void run() {
        try {
            while (!closed) {
                Runnable due = null;
                Duration pause = BoardClock.FOREVER;
                synchronized (waiting) {
                    Deadline first = waiting.peek();
                    long left = first == null ? Long.MAX_VALUE : first.nanos() - clock.nanos();
                    if (first != null && left <= 0) {
                        due = waiting.remove().task();
                    } else if (first != null) {
                        pause = Duration.ofNanos(left);
                    }
                }
                if (due == null) {
                    clock.pause(pause);
                } else {
                    due.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clock.leave(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
