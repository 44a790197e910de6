// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import twinport.lab.LabEvent;

/// One open page: what it has not been sent yet. Filled by the lab's thread, emptied by the
/// viewer's own. A full queue is thrown away whole: the viewer then gets a new snapshot, and is
/// told how many events it missed, instead of a growing delay.
final class Viewer {
    /// Events that may wait for one viewer.
    static final int WAITING_MAX = 2_048;

    /// So many are enough for one write; no more are waited for.
    private static final int GATHERED = WAITING_MAX / 2;

    /// An event and its text on the wire, which all viewers share and none changes.
    @SuppressWarnings("ArrayRecordComponent")
    record Delivery(LabEvent event, byte[] text) {}

    /// @param skipped events that were thrown away; if any, there are no deliveries
    record Batch(long skipped, List<Delivery> deliveries) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition gathered = lock.newCondition();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private long skipped;
    private boolean closed;

    /// Never blocks longer than a batch takes to be handed over.
    void offer(Delivery delivery) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (waiting.size() == WAITING_MAX) {
                skipped = waiting.size();
                waiting.clear();
            }
            if (skipped > 0) {
                skipped++;
            } else {
                waiting.add(delivery);
            }
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Not for every event: thousands a second would wake the viewer thousands of times.
    private void wake() {
        if (waiting.size() <= 1) {
            arrived.signal();
        }
        if (skipped > 0 || waiting.size() == GATHERED) {
            gathered.signal();
        }
    }

    /// Waits until there is something to send, at most so long; then takes all of it.
    Batch take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && skipped == 0 && !closed && left > 0) {
                left = arrived.awaitNanos(left);
            }
            var batch = new Batch(skipped, new ArrayList<>(waiting));
            skipped = 0;
            waiting.clear();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// Lets events gather, so that a busy lab costs one write for many of them.
    void gather(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && skipped == 0 && waiting.size() < GATHERED && left > 0) {
                left = gathered.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
            gathered.signal();
        } finally {
            lock.unlock();
        }
    }
}
