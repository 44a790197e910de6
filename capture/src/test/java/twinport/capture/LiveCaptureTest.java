// SPDX-License-Identifier: MIT
package twinport.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.capture.source.Datagrams;
import twinport.capture.source.FrameSource;
import twinport.capture.source.SourceSettings;
import twinport.capture.source.Way;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

class LiveCaptureTest {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final SourceSettings WHAT = SourceSettings.of("test0");

    @TempDir Path folder = Path.of("");

    /// Frames of a known kind; then a failure, or it waits for the stop.
    private static final class Numbered implements FrameSource {
        private final int count;
        private final @Nullable IOException failure;
        private final CountDownLatch stopped = new CountDownLatch(1);
        private volatile Counts counts = new Counts(0, 0, 0);
        private boolean closed;

        Numbered(int count, @Nullable IOException failure) {
            this.count = count;
            this.failure = failure;
        }

        @Override
        public String way() {
            return "a test";
        }

        @Override
        public LinkType link() {
            return LinkType.LINUX_SLL;
        }

        @Override
        public void read(Sink sink) throws IOException {
            for (int number = 1; number <= count; number++) {
                byte[] bytes = new byte[100];
                bytes[0] = (byte) number;
                sink.accept(
                        List.of(
                                new Frame(
                                        number,
                                        number * 1_000L,
                                        LinkType.LINUX_SLL,
                                        MemorySegment.ofArray(bytes),
                                        1_500)));
            }
            counts = new Counts(count + 7, 4, 3);
            if (failure != null) {
                throw failure;
            }
            try {
                assertThat(stopped.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void stop() {
            stopped.countDown();
        }

        @Override
        public Counts counts() {
            return counts;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private CaptureSettings file(long limit, int files) {
        return new CaptureSettings(
                folder.resolve("run.pcapng"),
                limit,
                files,
                "Twinport test",
                Map.of(),
                twinport.capture.segment.LinkLayer.ETHERNET,
                null);
    }

    private static List<CaptureBlock> read(InputStream in) throws IOException {
        List<CaptureBlock> blocks = new ArrayList<>();
        try (CaptureFile capture = CaptureFile.open(in)) {
            capture.forEach(blocks::add);
        }
        return blocks;
    }

    private static List<CaptureBlock> read(Path file) throws IOException {
        return read(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static List<Frame> frames(List<CaptureBlock> blocks) {
        return blocks.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    }

    @Test
    void theFileSaysWhereItsFramesComeFromAndWhatWasLost() throws Exception {
        Numbered source = new Numbered(50, null);
        List<CaptureBlock> live = new ArrayList<>();
        try (LiveCapture capture =
                LiveCapture.toFiles(
                        source,
                        WHAT,
                        file(Long.MAX_VALUE, 1),
                        new LiveCapture.Limits(50, Long.MAX_VALUE),
                        live::add)) {
            capture.start();
            assertThat(capture.await(WAIT)).isTrue();
            assertThat(capture.status().failure()).isEmpty();
        }

        List<CaptureBlock> blocks = read(folder.resolve("run.pcapng"));
        assertThat(blocks.getFirst())
                .isEqualTo(
                        new CaptureBlock.Interface(
                                0,
                                LinkType.LINUX_SLL,
                                "test0",
                                "captured by Twinport with a test"));
        assertThat(blocks.getLast()).isEqualTo(new CaptureBlock.Statistics(0, 57, 7));
        assertThat(frames(blocks)).hasSize(50).allMatch(f -> f.originalLength() == 1_500);
        assertThat(live).hasSize(52);
        assertThat(frames(live)).extracting(Frame::epochNanos).last().isEqualTo(50_000L);
        assertThat(source.closed).isTrue();
    }

    @Test
    void aSourceThatFailsLeavesAWholeFileAndItsReason() throws Exception {
        Numbered source = new Numbered(20, new IOException("test0: The interface disappeared"));
        try (LiveCapture capture =
                LiveCapture.toFiles(
                        source, WHAT, file(Long.MAX_VALUE, 1), LiveCapture.Limits.NONE, _ -> {})) {
            capture.start();
            assertThat(capture.await(WAIT)).isTrue();
            assertThat(capture.status().failure().orElseThrow())
                    .hasMessageContaining("disappeared");
        }

        List<CaptureBlock> blocks = read(folder.resolve("run.pcapng"));
        assertThat(frames(blocks)).hasSize(20);
        assertThat(blocks).noneMatch(CaptureBlock.Fault.class::isInstance);
        assertThat(blocks.getLast()).isInstanceOf(CaptureBlock.Statistics.class);
    }

    @Test
    void theFileEndsWholeAtItsLimit() throws Exception {
        try (LiveCapture capture =
                LiveCapture.toFiles(
                        new Numbered(1_000, null),
                        WHAT,
                        file(Long.MAX_VALUE, 1),
                        new LiveCapture.Limits(Long.MAX_VALUE, 20_000),
                        _ -> {})) {
            capture.start();
            assertThat(capture.await(WAIT)).isTrue();
        }

        Path file = folder.resolve("run.pcapng");
        List<Frame> frames = frames(read(file));
        assertThat(Files.size(file)).isBetween(19_000L, 20_000L);
        assertThat(frames.size()).isBetween(100, 200);
        assertThat(frames.getLast().number()).isEqualTo(frames.size());
    }

    @Test
    void aRingKeepsTheLastFilesEachWholeByItself() throws Exception {
        long limit = CaptureSettings.MIN_SIZE_LIMIT;
        LiveCapture.Status status;
        try (LiveCapture capture =
                LiveCapture.toFiles(
                        new Numbered(6_000, null),
                        WHAT,
                        file(limit, 3),
                        new LiveCapture.Limits(6_000, Long.MAX_VALUE),
                        _ -> {})) {
            capture.start();
            assertThat(capture.await(WAIT)).isTrue();
            status = capture.status();
        }

        assertThat(status.written()).isEqualTo(6_000);
        assertThat(status.files()).hasSize(3).allMatch(Files::exists);
        assertThat(folder.resolve("run.pcapng")).doesNotExist(); // the oldest
        assertThat(status.bytes()).isLessThanOrEqualTo(limit);
        for (Path file : status.files()) {
            assertThat(read(file).getLast()).isInstanceOf(CaptureBlock.Statistics.class);
        }
        Frame last = frames(read(status.files().getLast())).getLast();
        assertThat(last.epochNanos()).isEqualTo(6_000_000L);
    }

    @Test
    void aFileThatCannotBeWrittenEndsTheCaptureAndSaysWhy() throws Exception {
        Numbered source = new Numbered(10, null);
        java.io.OutputStream full =
                new java.io.OutputStream() {
                    private int calls;

                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        if (++calls > 1) {
                            throw new IOException("No space left on device");
                        }
                    }
                };
        try (LiveCapture capture =
                LiveCapture.toStream(
                        source, WHAT, full, "test", LiveCapture.Limits.NONE, _ -> {})) {
            capture.start();
            assertThat(capture.await(WAIT)).isTrue();
            assertThat(capture.status().failure().orElseThrow()).hasMessageContaining("No space");
        }
        assertThat(source.closed).isTrue();
    }

    @Test
    void realFramesReachAStreamAndTheListener() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CountDownLatch seen = new CountDownLatch(300);
        try (Datagrams traffic = new Datagrams()) {
            FrameSource source = Datagrams.open(Way.LIBPCAP, traffic.settings());
            try (LiveCapture capture =
                    LiveCapture.toStream(
                            source,
                            traffic.settings(),
                            out,
                            "Twinport test",
                            LiveCapture.Limits.NONE,
                            block -> {
                                if (block instanceof Frame) {
                                    seen.countDown();
                                }
                            })) {
                capture.start();
                traffic.send(0, 300, 30);
                assertThat(seen.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
                capture.stop();
                assertThat(capture.await(WAIT)).isTrue();
                assertThat(capture.status().counts().lost()).isZero();
            }
        }

        List<CaptureBlock> blocks = read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(frames(blocks)).hasSize(300);
        assertThat(blocks.getLast())
                .isInstanceOfSatisfying(
                        CaptureBlock.Statistics.class, s -> assertThat(s.dropped()).isZero());
    }

    @Test
    void aQueueThatIsFullMakesTheReadingThreadWait() throws Exception {
        FrameQueue queue = new FrameQueue();
        byte[] bytes = new byte[(int) FrameQueue.MAX_QUEUED_BYTES];
        List<Frame> large =
                List.of(
                        new Frame(
                                1,
                                0,
                                LinkType.ETHERNET,
                                MemorySegment.ofArray(bytes),
                                bytes.length));
        queue.put(large);
        Thread second = Thread.ofPlatform().start(() -> queue.put(large));
        while (second.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(queue.frames()).isEqualTo(1);

        assertThat(queue.take()).isEqualTo(large);
        assertThat(second.join(WAIT)).isTrue();
        assertThat(queue.take()).isEqualTo(large);
        queue.close();
        assertThat(queue.take()).isNull();
    }
}
