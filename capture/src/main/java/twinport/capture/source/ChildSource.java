// SPDX-License-Identifier: MIT
package twinport.capture.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import twinport.capture.source.SourceException.Cause;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// Frames that another program captures: it writes pcap or pcapng to its standard output, and its
/// counters to its standard error when it ends.
final class ChildSource implements FrameSource {
    private static final Duration OPENS_WITHIN = Duration.ofSeconds(10);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final Duration BLOCK_ARRIVES_WITHIN = Duration.ofMillis(150);
    private static final int BATCH = 1_024;
    private static final int BATCH_BYTES = 1 << 20;

    private final ChildProgram program;
    private final Process process;
    private final ChildWords words;
    private final CaptureFile capture;
    private LinkType link = LinkType.ETHERNET;
    private List<Frame> batch = new ArrayList<>();
    private long batchBytes;
    private @Nullable Sink sink;
    private volatile boolean stopped;
    private volatile Counts counts = Counts.UNKNOWN;

    private ChildSource(ChildProgram program, Process process) throws IOException {
        this.program = program;
        this.process = process;
        this.words = ChildWords.of(process.getErrorStream());
        this.capture = CaptureFile.open(new BeforeWaiting(process.getInputStream()));
    }

    /// Starts the program; returns when it captures.
    ///
    /// @param setsid the program that gives it a session of its own, so that a terminal's Ctrl-C
    ///   ends it by [#stop] only; empty where there is none
    static ChildSource open(
            ChildProgram program, Path file, Optional<Path> setsid, SourceSettings settings)
            throws IOException {
        List<String> command = new ArrayList<>();
        setsid.ifPresent(path -> command.add(path.toString()));
        command.add(file.toString());
        command.addAll(program.arguments(settings));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C"); // its words are read
        Process process = builder.start();
        // A program that neither captures nor ends is ended, which ends the waiting for it.
        CompletableFuture<Boolean> captures = new CompletableFuture<>();
        var _ =
                captures.completeOnTimeout(false, OPENS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                        .thenAccept(yes -> endUnless(yes, process));
        try {
            ChildSource source = new ChildSource(program, process);
            source.awaitHeader(settings);
            captures.complete(true);
            return source;
        } finally {
            captures.complete(false); // no matter where it is true already
        }
    }

    private static void endUnless(boolean captures, Process process) {
        if (!captures) {
            process.destroyForcibly();
        }
    }

    private void awaitHeader(SourceSettings settings) throws IOException {
        CaptureBlock first = capture.next();
        if (first instanceof CaptureBlock.Interface described) {
            link = described.link();
            return;
        }
        if (first instanceof CaptureBlock.Fault fault && fault.position() > 0) {
            throw new SourceException(
                    Cause.OTHER,
                    "interface " + settings.interfaceName() + " can't be used: " + fault.what(),
                    fault.rule());
        }
        throw program.refused(settings, words.whole());
    }

    @Override
    public String way() {
        return program.program();
    }

    @Override
    public LinkType link() {
        return link;
    }

    @Override
    public void read(Sink receiver) throws IOException {
        sink = receiver;
        try {
            CaptureBlock block = capture.next();
            while (block != null) {
                accept(block);
                block = capture.next();
            }
        } finally {
            handOver();
        }
        String said = words.whole();
        counts = program.counts(said);
        if (!stopped && exitCode() != 0) {
            throw new IOException(program.program() + " ended: " + lastLine(said));
        }
    }

    private void accept(CaptureBlock block) throws IOException {
        switch (block) {
            case Frame frame -> {
                batch.add(ofItsOwn(frame));
                batchBytes += frame.bytes().byteSize();
                if (batch.size() == BATCH || batchBytes >= BATCH_BYTES) {
                    handOver();
                }
            }
            case CaptureBlock.Fault(_, String what, String rule) -> {
                if (!stopped) {
                    throw new IOException(program.program() + " wrote " + what + ": " + rule);
                }
            }
            case CaptureBlock.Interface _,
                    CaptureBlock.Names _,
                    CaptureBlock.Secrets _,
                    CaptureBlock.Statistics _ -> {}
        }
    }

    /// With bytes of its own: a frame that is kept shall not keep all that was read with it.
    private static Frame ofItsOwn(Frame frame) {
        byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
        return new Frame(
                frame.number(),
                frame.epochNanos(),
                frame.link(),
                MemorySegment.ofArray(bytes),
                frame.originalLength());
    }

    private void handOver() {
        if (sink != null && !batch.isEmpty()) {
            sink.accept(batch);
            batch = new ArrayList<>();
            batchBytes = 0;
        }
    }

    /// Hands over the frames read so far before a read that would wait for more.
    private final class BeforeWaiting extends FilterInputStream {
        BeforeWaiting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (in.available() == 0) {
                handOver();
            }
            return in.read(bytes, offset, length);
        }
    }

    private static String lastLine(String said) {
        return said.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
    }

    private int exitCode() {
        try {
            boolean ended = process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return ended ? process.exitValue() : 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// Asks the program to end (SIGTERM), when what the kernel holds now has reached it. By its
    /// handle: [Process#destroy] would close its output, and what it still has to say would be
    /// lost.
    @Override
    public void stop() {
        stopped = true;
        Thread.ofVirtual().start(this::endAfterItsBlock);
    }

    private void endAfterItsBlock() {
        try {
            Thread.sleep(program.block().plus(BLOCK_ARRIVES_WITHIN));
        } catch (InterruptedException _) {
            // Nobody interrupts this thread.
        }
        process.toHandle().destroy();
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            capture.close();
        } catch (IOException _) {
            // Nothing more is read from it.
        }
    }
}
