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
    private @Nullable Gap open;
    private boolean closed;

    void offer(HistoryMessage message) {
        lock.lock();
        try {
            boolean full = messages.size() >= MESSAGES_MAX || bytes + message.weight() > BYTES_MAX;
            if (full || closed) {
                lost++;
                open = grown(open, message.epochNanos());
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

    private static Gap grown(@Nullable Gap gap, long epochNanos) {
        return gap == null
                ? new Gap(epochNanos, epochNanos, 1)
                : new Gap(gap.fromNanos(), epochNanos, gap.lost() + 1);
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
            Gap last = gaps.removeLast();
            gaps.add(new Gap(last.fromNanos(), gap.toNanos(), last.lost() + gap.lost()));
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

    long waiting() {
        lock.lock();
        try {
            return messages.size();
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
