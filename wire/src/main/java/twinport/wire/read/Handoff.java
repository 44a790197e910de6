// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands observations to another thread, in their order, so that reading a file and writing what
/// was read use two cores.
///
/// ```
/// try (var handoff = new Handoff(rows::write)) {
///     var reader = new Reader(handoff);
///     capture.forEach(reader::accept);
///     reader.end();
/// }
/// ```
///
/// Observations wait in batches: it is for files, not for live traffic. When the other thread is
/// slower, this one waits for it. What the taker throws is thrown here, at the latest by [#close].
public final class Handoff implements Consumer<Observation>, AutoCloseable {
    private static final int BATCH_MAX = 512;
    private static final long BATCH_BYTES_MAX = 1 << 20;
    private static final int BATCHES_WAITING_MAX = 8;

    private final BlockingQueue<List<Observation>> waiting =
            new ArrayBlockingQueue<>(BATCHES_WAITING_MAX);
    private final Thread taking;
    private List<Observation> batch = new ArrayList<>(BATCH_MAX);
    private long batchBytes;
    private volatile @Nullable RuntimeException failure;
    private boolean failureTold;
    private boolean closed;

    /// Starts the other thread, in which `taker` is called.
    public Handoff(Consumer<? super Observation> taker) {
        taking = Thread.ofPlatform().daemon().name("observations").start(() -> take(taker));
    }

    @Override
    public void accept(Observation observation) {
        batch.add(observation);
        if (observation instanceof Observation.MqttSeen seen) {
            batchBytes += seen.packet().header().packetBytes();
        }
        if (batch.size() == BATCH_MAX || batchBytes > BATCH_BYTES_MAX) {
            hand(batch);
            batch = new ArrayList<>(BATCH_MAX);
            batchBytes = 0;
        }
    }

    private void hand(List<Observation> full) {
        failIfFailed();
        try {
            waiting.put(full);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing on observations", e);
        }
    }

    /// The empty batch ends it. After a failure what comes is taken away, so that nobody waits.
    private void take(Consumer<? super Observation> taker) {
        try {
            List<Observation> next = waiting.take();
            while (!next.isEmpty()) {
                if (failure == null) {
                    give(next, taker);
                }
                next = waiting.take();
            }
        } catch (InterruptedException e) {
            failure = new IllegalStateException("interrupted while taking observations", e);
        }
    }

    private void give(List<Observation> observations, Consumer<? super Observation> taker) {
        try {
            observations.forEach(taker);
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /// Throws once only: a second time it would be its own suppressed exception.
    private void failIfFailed() {
        RuntimeException failed = failure;
        if (failed != null && !failureTold) {
            failureTold = true;
            throw failed;
        }
    }

    /// Waits until everything was taken.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!batch.isEmpty()) {
                waiting.put(batch);
            }
            waiting.put(List.of());
            taking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing on observations", e);
        }
        failIfFailed();
    }
}
