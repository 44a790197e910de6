// SPDX-License-Identifier: MIT
package twinport.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.Frame;

/// Frames between the thread that reads an interface and the one that writes them.
///
/// Bounded by bytes: the reading thread waits while [#MAX_QUEUED_BYTES] are there. The kernel's
/// buffer fills meanwhile, and the kernel counts what it drops.
final class FrameQueue {
    /// Frames of 150 bytes for four seconds at 100,000 a second.
    static final long MAX_QUEUED_BYTES = 64L << 20;

    /// What a frame costs beside its bytes.
    private static final long FRAME_OVERHEAD = 96;

    private record Batch(List<Frame> frames, long bytes) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long queuedBytes;
    private long queuedFrames;
    private boolean closed;

    /// Waits for room.
    void put(List<Frame> frames) {
        long bytes = 0;
        for (Frame frame : frames) {
            bytes += FRAME_OVERHEAD + frame.bytes().byteSize();
        }
        lock.lock();
        try {
            while (queuedBytes >= MAX_QUEUED_BYTES) {
                notFull.awaitUninterruptibly();
            }
            batches.addLast(new Batch(frames, bytes));
            queuedBytes += bytes;
            queuedFrames += frames.size();
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /// No more will be put.
    void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next frames, waiting for them; null when the queue is closed and empty.
    @Nullable List<Frame> take() {
        lock.lock();
        try {
            while (batches.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            Batch batch = batches.pollFirst();
            if (batch == null) {
                return null;
            }
            queuedBytes -= batch.bytes();
            queuedFrames -= batch.frames().size();
            notFull.signalAll();
            return batch.frames();
        } finally {
            lock.unlock();
        }
    }

    long frames() {
        lock.lock();
        try {
            return queuedFrames;
        } finally {
            lock.unlock();
        }
    }
}
