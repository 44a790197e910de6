// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.capture.source.FrameSource;
import twinport.capture.source.SourceSettings;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;

/// A capture from an interface: one thread reads it, one writes each frame to the file and then
/// hands it to the live listener. Between them is one bounded queue.
///
/// Use: [#start], [#stop] when it is enough, [#await] its end, [#close]. It ends by itself at its
/// limits, or when the source or the file fails.
public final class LiveCapture implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LiveCapture.class.getName());
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

    /// What a frame's block and the end of the file take beside the frame's bytes.
    private static final int END_BYTES = 256;

    /// @param frames after so many the capture ends
    /// @param bytes the file does not grow larger
    public record Limits(long frames, long bytes) {
        public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE);

        public Limits {
            if (frames < 1 || bytes < 1) {
                throw new IllegalArgumentException("limits are at least 1");
            }
        }
    }

    /// A look at a running or ended capture.
    ///
    /// @param written frames in the file, or handed over
    /// @param bytes of the file or files
    /// @param queued frames that wait to be written
    /// @param failure why it ended before it should
    public record Status(
            long written,
            long bytes,
            long queued,
            FrameSource.Counts counts,
            List<Path> files,
            Optional<IOException> failure) {
        public Status {
            files = List.copyOf(files);
        }
    }

    private final FrameSource source;
    private final CaptureOrigin origin;
    private final FrameStore store;
    private final Limits limits;
    private final Consumer<? super CaptureBlock> live;
    private final FrameQueue queue = new FrameQueue();
    private final Thread reading = Thread.ofPlatform().name("capture source").unstarted(this::read);
    private final Thread writing = Thread.ofPlatform().name("capture").unstarted(this::write);

    // Owned by the writing thread.
    private long frameCount;
    private boolean ended;
    private boolean listenerFailed;

    private volatile long written;
    private volatile long bytes;
    private volatile List<Path> files;
    private volatile @Nullable IOException failure;

    private LiveCapture(
            FrameSource source,
            CaptureOrigin origin,
            FrameStore store,
            Limits limits,
            Consumer<? super CaptureBlock> live) {
        this.source = source;
        this.origin = origin;
        this.store = store;
        this.limits = limits;
        this.live = live;
        this.bytes = store.bytes();
        this.files = store.files();
    }

    /// A capture into files. It closes the source, also when this fails.
    ///
    /// @param live gets every block after it was written, in the writing thread
    public static LiveCapture toFiles(
            FrameSource source,
            SourceSettings what,
            CaptureSettings where,
            Limits limits,
            Consumer<? super CaptureBlock> live)
            throws IOException {
        CaptureOrigin origin = CaptureOrigin.of(source, what);
        try {
            FrameStore ring = new CaptureRing(where, origin, () -> new byte[0], source::counts);
            return new LiveCapture(source, origin, ring, limits, live);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /// A capture into a stream, which is closed with it.
    public static LiveCapture toStream(
            FrameSource source,
            SourceSettings what,
            OutputStream out,
            String application,
            Limits limits,
            Consumer<? super CaptureBlock> live)
            throws IOException {
        CaptureOrigin origin = CaptureOrigin.of(source, what);
        try {
            FrameStore stream = new StreamStore(out, application, origin, source::counts);
            return new LiveCapture(source, origin, stream, limits, live);
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    public void start() {
        writing.start();
        reading.start();
    }

    /// Lets the capture end soon; what the kernel holds is still written.
    public void stop() {
        source.stop();
    }

    /// Waits for the end; false when it did not come in time.
    public boolean await(Duration within) throws InterruptedException {
        return writing.join(within);
    }

    public Status status() {
        return new Status(
                written,
                bytes,
                queue.frames(),
                source.counts(),
                files,
                Optional.ofNullable(failure));
    }

    /// Ends the capture, if it has not ended, and gives the interface back.
    @Override
    public void close() {
        source.stop();
        if (reading.getState() == Thread.State.NEW) {
            closeUnused();
            return;
        }
        try {
            if (!reading.join(CLOSE_WITHIN) || !writing.join(CLOSE_WITHIN)) {
                LOG.log(Level.WARNING, "the capture did not end within {0}", CLOSE_WITHIN);
                return; // what a thread still uses is not freed
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        source.close();
    }

    private void closeUnused() {
        source.close();
        try {
            store.close();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void read() {
        try {
            source.read(queue::put);
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException e) {
            fail(new IOException("the capture failed: " + e, e));
        } finally {
            queue.close();
        }
    }

    /// The first failure is the one that counts.
    private synchronized void fail(IOException e) {
        if (failure == null) {
            failure = e;
        }
        source.stop();
    }

    private void write() {
        tell(
                new CaptureBlock.Interface(
                        CaptureOrigin.INTERFACE,
                        origin.link(),
                        origin.name(),
                        origin.description()));
        List<Frame> frames = queue.take();
        while (frames != null) {
            if (!ended) {
                write(frames);
            }
            frames = queue.take();
        }
        FrameSource.Counts counts = source.counts();
        tell(
                new CaptureBlock.Statistics(
                        CaptureOrigin.INTERFACE, counts.received(), counts.lost()));
        try {
            store.close();
            publish();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void write(List<Frame> frames) {
        int taken = 0;
        try {
            while (taken < frames.size() && room(frames.get(taken))) {
                store.frame(frames.get(taken));
                taken++;
                frameCount++;
            }
            store.flush();
        } catch (IOException e) {
            fail(e);
            enough();
        } catch (RuntimeException e) {
            fail(new IOException("a frame can't be written: " + e, e));
            enough();
        }
        if (frameCount == limits.frames()) {
            enough();
        }
        publish();
        for (int i = 0; i < taken; i++) {
            tell(frames.get(i));
        }
    }

    /// Whether the limits leave room for this frame; where not, the capture ends here.
    private boolean room(Frame frame) {
        boolean room =
                frameCount < limits.frames()
                        && store.bytes() + frame.bytes().byteSize() + END_BYTES <= limits.bytes();
        if (!room) {
            enough();
        }
        return room;
    }

    private void enough() {
        ended = true;
        source.stop();
    }

    private void publish() {
        written = frameCount;
        bytes = store.bytes();
        files = store.files();
    }

    private void tell(CaptureBlock block) {
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
