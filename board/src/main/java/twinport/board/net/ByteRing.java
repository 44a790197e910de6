// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import twinport.board.BoardClock;

/// A bounded queue of bytes between the thread that reads a socket and the board that consumes,
/// which waits in its board's time.
final class ByteRing {
    /// Holds back the sender when the firmware does not read; an ESP32's own window is 5,744 bytes.
    static final int CAPACITY = 16 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final BoardClock clock;
    private final byte[] ring = new byte[CAPACITY];
    private @Nullable Thread taker;
    private int head;
    private int size;
    private boolean ended;
    private boolean discarding;

    ByteRing(BoardClock clock) {
        this.clock = clock;
    }

    /// Adds all bytes, waiting for room; once [#discard] was called they are dropped.
    void put(byte[] bytes, int length) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            int done = 0;
            while (done < length && !discarding) {
                if (size == CAPACITY) {
                    changed.await();
                    continue;
                }
                int tail = (head + size) % CAPACITY;
                int step = Math.min(length - done, Math.min(CAPACITY - size, CAPACITY - tail));
                System.arraycopy(bytes, done, ring, tail, step);
                size += step;
                done += step;
                changed.signalAll();
                wakeTaker();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Takes what is there, at most `length`, after waiting for it at most `nanos` (negative: for
    /// ever). Returns 0 when nothing came; [#ended] tells whether anything can still come.
    int take(byte[] into, int offset, int length, long nanos) throws InterruptedException {
        long start = nanos > 0 ? clock.nanos() : 0;
        while (true) {
            lock.lockInterruptibly();
            try {
                taker = null;
                if (size > 0 || ended) {
                    return taken(into, offset, length);
                }
                if (nanos != 0) {
                    taker = Thread.currentThread();
                }
            } finally {
                lock.unlock();
            }
            long left = nanos <= 0 ? nanos : Math.max(0, nanos - (clock.nanos() - start));
            if (left == 0) {
                return 0;
            }
            clock.pause(left < 0 ? BoardClock.FOREVER : Duration.ofNanos(left));
        }
    }

    private int taken(byte[] into, int offset, int length) {
        int taken = Math.min(length, size);
        int first = Math.min(taken, CAPACITY - head);
        System.arraycopy(ring, head, into, offset, first);
        System.arraycopy(ring, 0, into, offset + first, taken - first);
        head = (head + taken) % CAPACITY;
        size -= taken;
        changed.signalAll();
        return taken;
    }

    private void wakeTaker() {
        if (taker != null) {
            clock.wake(taker);
        }
    }

    /// The next byte without taking it, or -1.
    int peek() {
        lock.lock();
        try {
            return size == 0 ? -1 : ring[head] & 0xFF;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /// No more bytes will come and none are left.
    boolean ended() {
        lock.lock();
        try {
            return ended && size == 0;
        } finally {
            lock.unlock();
        }
    }

    /// No more bytes will come.
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
            wakeTaker();
        } finally {
            lock.unlock();
        }
    }

    /// Nobody will read any more: what is here and what still comes is dropped.
    void discard() {
        lock.lock();
        try {
            discarding = true;
            size = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }
}
