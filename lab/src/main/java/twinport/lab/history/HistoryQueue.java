// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Messages on their way to the writer. Who puts one in never waits: what finds the queue full
/// becomes part of a gap, which takes its place in the order.
final class HistoryQueue {
    static final int MESSAGES_MAX = 100_000;
    static final long BYTES_MAX = 64L << 20;

    /// Gaps not yet written; beyond, the last one grows.
    private static final int GAPS_MAX = 1_000;

    /// What the writer takes at once.
    record Taken(List<HistoryMessage> messages, List<Gap> gaps) {
        boolean isEmpty() {
            return messages.isEmpty() && gaps.isEmpty();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<HistoryMessage> messages = new ArrayDeque<>();
    private final List<Gap> gaps = new ArrayList<>();
    private long bytes;
    private long lost;
    private int inHand;
    private @Nullable Gap open;
    private boolean closed;

    void offer(HistoryMessage message) {
        lock.lock();
        try {
            boolean full = messages.size() >= MESSAGES_MAX || bytes + message.weight() > BYTES_MAX;
            if (full || closed) {
                add(new Gap(message.epochNanos(), message.epochNanos(), 1));
                return;
            }
            closeGap();
            messages.add(message);
            bytes += message.weight();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Notes messages that were lost before they came here.
    void miss(Gap gap) {
        lock.lock();
        try {
            add(gap);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void add(Gap gap) {
        lost += gap.lost();
        Gap before = open;
        open = before == null ? gap : before.and(gap);
    }

    private void closeGap() {
        Gap gap = open;
        if (gap == null) {
            return;
        }
        open = null;
        if (gaps.size() < GAPS_MAX) {
            gaps.add(gap);
        } else {
            gaps.add(gaps.removeLast().and(gap));
        }
    }

    /// What there is, at most `most` messages. Waits for the first; empty when the queue is closed.
    Taken take(int most) throws InterruptedException {
        lock.lock();
        try {
            while (messages.isEmpty() && open == null && gaps.isEmpty() && !closed) {
                changed.await();
            }
            if (messages.size() <= most) {
                closeGap();
            }
            List<HistoryMessage> taken = new ArrayList<>(Math.min(most, messages.size()));
            while (taken.size() < most && !messages.isEmpty()) {
                HistoryMessage next = messages.remove();
                bytes -= next.weight();
                taken.add(next);
            }
            inHand = taken.size();
            List<Gap> told = List.copyOf(gaps);
            gaps.clear();
            return new Taken(taken, told);
        } finally {
            lock.unlock();
        }
    }

    /// Waits for a while, or until the queue is closed: then it answers true.
    boolean awaitClose(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more is taken in.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// So many of those taken are written, or are known never to be.
    void done(int count) {
        lock.lock();
        try {
            inHand -= count;
        } finally {
            lock.unlock();
        }
    }

    /// Not yet written: here, and in the writer's hand.
    long waiting() {
        lock.lock();
        try {
            return (long) messages.size() + inHand;
        } finally {
            lock.unlock();
        }
    }

    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }
}
