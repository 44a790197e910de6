// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import twinport.broker.Registration;

/// One sink with its bounded queue and its thread. Offering never waits; what does not fit is
/// counted.
final class Outlet<T> implements Registration {
    private static final System.Logger LOG = System.getLogger(Outlet.class.getName());
    private static final long POLL_MILLIS = 100;

    private final String name;
    private final BlockingQueue<T> queue;
    private final Consumer<? super T> sink;
    private final AtomicLong lost = new AtomicLong();
    private final LongFunction<@Nullable T> overflowed;
    private final Consumer<Outlet<T>> closed;
    private final Thread thread;
    private volatile boolean ending;

    /// @param overflowed told how many were lost, when the sink takes again; what it returns is
    ///   given to the sink first
    Outlet(
            String name,
            int bound,
            Consumer<? super T> sink,
            LongFunction<@Nullable T> overflowed,
            Consumer<Outlet<T>> closed) {
        this.name = name;
        this.queue = new ArrayBlockingQueue<>(bound);
        this.sink = sink;
        this.overflowed = overflowed;
        this.closed = closed;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    Outlet<T> open() {
        thread.start();
        return this;
    }

    void offer(T item) {
        if (!ending && !queue.offer(item)) {
            lost.incrementAndGet();
        }
    }

    /// Gives the sink what is waiting, for at most this long, then ends.
    void finish(Duration patience) {
        ending = true;
        try {
            if (Thread.currentThread() != thread && !thread.join(patience)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        ending = true;
        queue.clear();
        closed.accept(this);
    }

    private void run() {
        try {
            while (!ending || !queue.isEmpty()) {
                T item = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                long missed = lost.getAndSet(0);
                if (missed > 0) {
                    T notice = overflowed.apply(missed);
                    if (notice != null) {
                        give(notice);
                    }
                }
                if (item != null) {
                    give(item);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void give(T item) {
        try {
            sink.accept(item);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a sink of the broker failed; it goes on with the next", e);
        }
    }
}
