// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.capture.keylog.SecretSink;
import twinport.capture.segment.LinkLayer;
import twinport.capture.source.FrameSource.Counts;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;

/// The one way into a capture: frames and secrets in the order in which they happened.
///
/// Bounded: whoever brings a frame waits while [#MAX_QUEUED] are there. So a slow disk or a slow
/// listener slows the relay down; nothing is dropped, since a dropped frame would look like a gap
/// on the wire. One thread writes each to the file and then hands it to the live listener.
///
/// The listener must not wait for anything that needs the tap.
public final class CaptureQueue implements AutoCloseable {
    /// Frames and secrets that may wait; with frames of 16 kB this is 16 MB.
    public static final int MAX_QUEUED = 1_024;

    private static final System.Logger LOG = System.getLogger(CaptureQueue.class.getName());
    private static final int BATCH = 256;

    /// The tap loses nothing; how many frames there were, the ring counts.
    private static final Counts TAP_COUNTS = new Counts(-1, 0, 0);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private sealed interface Item {}

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Bytes(long epochNanos, byte[] frame, @Nullable String comment) implements Item {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Keys(byte[] lines) implements Item {}

    /// Answered when everything before it is in the file.
    private record Question(CompletableFuture<List<CapturePart>> answer, boolean wantsParts)
            implements Item {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    private final Deque<Item> items = new ArrayDeque<>();
    private final SecretScope scope = new SecretScope();
    private final CaptureSettings settings;
    private final CaptureOrigin origin;
    private final CaptureRing ring;
    private final Consumer<? super CaptureBlock> live;
    private final Thread writer;
    private final AtomicLong seen = new AtomicLong();
    private boolean closed;
    private volatile CaptureStatus written;

    // Owned by the writing thread.
    private long frames;
    private long secrets;
    private long lost;
    private long lastEpochNanos;
    private @Nullable IOException failure;
    private boolean listenerFailed;

    /// Creates the file and starts the writing thread.
    ///
    /// @param live gets every block after it was written, in the writing thread
    public CaptureQueue(CaptureSettings settings, Consumer<? super CaptureBlock> live)
            throws IOException {
        this(settings, "", live);
    }

    /// As above, and the file says what the tap stands between.
    ///
    /// @param between as `127.0.0.1:11883 to broker:1883`
    public CaptureQueue(
            CaptureSettings settings, String between, Consumer<? super CaptureBlock> live)
            throws IOException {
        this.settings = settings;
        this.origin = CaptureOrigin.relayTap(settings.link().type(), between);
        this.live = live;
        this.ring = new CaptureRing(settings, origin, scope::openSecrets, () -> TAP_COUNTS);
        this.written = new CaptureStatus(ring.files(), 0, ring.bytes(), 0, 0, 0, Optional.empty());
        this.writer = Thread.ofPlatform().name("capture").daemon().unstarted(this::write);
        writer.start();
    }

    /// Where a [twinport.capture.keylog.KeyLog] sends secrets. Only those of connections through
    /// the tap get into the capture.
    public SecretSink secrets() {
        return new SecretSink() {
            @Override
            public void started() {
                scope.logging(true);
            }

            @Override
            public void stopped() {
                scope.logging(false);
            }

            @Override
            public void secret(String label, byte[] clientRandom, byte[] secret) {
                scope.admit(label, clientRandom, secret).ifPresent(line -> put(new Keys(line)));
                scope.recorded();
            }
        };
    }

    /// Frames recorded so far, written or not; for those who ask often.
    public long seen() {
        return seen.get();
    }

    public CaptureStatus status() {
        lock.lock();
        try {
            return written.withQueued(items.size());
        } finally {
            lock.unlock();
        }
    }

    /// Returns when everything recorded before this call is in the file, where other programs see
    /// it.
    public void flush() throws IOException {
        ask(false);
        IOException failed = written.failure().orElse(null);
        if (failed != null) {
            throw new IOException(
                    "the capture could not be written: " + failed.getMessage(), failed);
        }
    }

    /// Writes a whole capture of everything recorded so far: all files of the ring, one after the
    /// other, each a section of its own. Recording goes on meanwhile.
    ///
    /// @param withSecrets whether TLS secrets stay in
    public void snapshot(OutputStream out, boolean withSecrets) throws IOException {
        List<CapturePart> parts = ask(true);
        try {
            for (CapturePart part : parts) {
                part.copyTo(out, withSecrets);
            }
        } finally {
            for (CapturePart part : parts) {
                part.close();
            }
        }
    }

    /// Writes what is queued and ends the file. Frames that come later are not recorded.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (!writer.join(CLOSE_WITHIN)) {
                LOG.log(Level.WARNING, "the capture did not end within {0}", CLOSE_WITHIN);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Records a frame. Waits while the queue is full. Frames whose time is before that of an
    /// earlier one get the earlier one's time.
    void frame(long epochNanos, byte[] frame, @Nullable String comment) {
        seen.incrementAndGet();
        put(new Bytes(epochNanos, frame, comment));
    }

    LinkLayer link() {
        return settings.link();
    }

    SecretScope scope() {
        return scope;
    }

    private boolean put(Item item) {
        lock.lock();
        try {
            while (items.size() >= MAX_QUEUED && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            items.addLast(item);
            notEmpty.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private List<CapturePart> ask(boolean wantsParts) throws IOException {
        Question question = new Question(new CompletableFuture<>(), wantsParts);
        try {
            if (!put(question)) {
                writer.join();
                return wantsParts ? ring.parts() : List.of();
            }
            return question.answer().get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the capture was written");
        } catch (ExecutionException e) {
            throw new IOException("the capture cannot be read: " + e.getCause(), e);
        }
    }

    /// Moves what waits into the batch; false when the queue is closed and empty.
    private boolean take(List<Item> batch) {
        lock.lock();
        try {
            while (items.isEmpty() && !closed) {
                notEmpty.awaitUninterruptibly();
            }
            for (int i = 0; i < BATCH && !items.isEmpty(); i++) {
                batch.add(items.removeFirst());
            }
            notFull.signalAll();
            return !batch.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        List<Item> batch = new ArrayList<>();
        List<CaptureBlock> blocks = new ArrayList<>();
        blocks.add(
                new CaptureBlock.Interface(
                        CaptureOrigin.INTERFACE,
                        origin.link(),
                        origin.name(),
                        origin.description()));
        blocks.add(new CaptureBlock.Names(settings.names()));
        while (take(batch)) {
            for (Item item : batch) {
                write(item, blocks);
            }
            toFile(ring::flush);
            tell(blocks);
            batch.clear();
            blocks.clear();
        }
        blocks.add(new CaptureBlock.Statistics(CaptureOrigin.INTERFACE, frames, lost));
        toFile(ring::close);
        tell(blocks);
    }

    private void write(Item item, List<CaptureBlock> blocks) {
        switch (item) {
            case Bytes(long epochNanos, byte[] frame, String comment) -> {
                lastEpochNanos = Math.max(lastEpochNanos, epochNanos);
                if (toFile(() -> ring.frame(lastEpochNanos, frame, comment))) {
                    frames++;
                } else {
                    lost++;
                }
                blocks.add(
                        new Frame(
                                frames + lost,
                                lastEpochNanos,
                                settings.link().type(),
                                MemorySegment.ofArray(frame).asReadOnly(),
                                frame.length));
            }
            case Keys(byte[] lines) -> {
                toFile(() -> ring.secrets(lines));
                secrets++;
                blocks.add(new CaptureBlock.Secrets(lines.clone()));
            }
            case Question question -> answer(question);
        }
    }

    private void answer(Question question) {
        toFile(ring::flush);
        publish();
        try {
            question.answer().complete(question.wantsParts() ? ring.parts() : List.of());
        } catch (IOException e) {
            question.answer().completeExceptionally(e);
        }
    }

    private interface FileAction {
        void run() throws IOException;
    }

    /// After the first failure nothing more is written, and the relay goes on: the failure stands
    /// in the status.
    private boolean toFile(FileAction action) {
        if (failure != null) {
            return false;
        }
        try {
            action.run();
            return true;
        } catch (IOException e) {
            failure = e;
            LOG.log(Level.ERROR, "the capture ends here, it cannot be written", e);
            return false;
        }
    }

    private void tell(List<CaptureBlock> blocks) {
        publish();
        for (CaptureBlock block : blocks) {
            try {
                live.accept(block);
            } catch (RuntimeException e) {
                if (!listenerFailed) {
                    LOG.log(Level.ERROR, "a live listener of the capture failed", e);
                }
                listenerFailed = true;
            }
        }
    }

    private void publish() {
        written =
                new CaptureStatus(
                        ring.files(),
                        frames,
                        ring.bytes(),
                        secrets,
                        0,
                        lost,
                        Optional.ofNullable(failure));
    }
}
