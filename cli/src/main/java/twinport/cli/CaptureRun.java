// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import twinport.capture.CaptureSettings;
import twinport.capture.LiveCapture;
import twinport.capture.source.FrameSource;
import twinport.capture.source.SourceException;
import twinport.capture.source.SourceSettings;
import twinport.capture.source.Way;

/// One capture from an interface, from start to exit code.
final class CaptureRun {
    private static final Duration PERIOD = Duration.ofMillis(500);

    /// @param way empty: the first that works
    /// @param files empty: to standard output
    /// @param howLong empty: until a signal comes or a limit is reached
    record Plan(
            SourceSettings source,
            Optional<Way> way,
            Optional<CaptureSettings> files,
            LiveCapture.Limits limits,
            boolean live,
            Optional<Duration> howLong) {}

    private final Terminal terminal;
    private final Plan plan;
    private final FrameSource source;
    private final LiveMessages messages;

    private CaptureRun(Terminal terminal, Plan plan, FrameSource source) {
        this.terminal = terminal;
        this.plan = plan;
        this.source = source;
        this.messages = new LiveMessages(terminal, plan.live());
    }

    static int run(Terminal terminal, Plan plan) throws InterruptedException {
        var run = new CaptureRun(terminal, plan, open(plan));
        try (LiveCapture capture = run.begin()) {
            return run.stay(capture);
        }
    }

    private static FrameSource open(Plan plan) {
        String path = Home.environment("PATH").orElse("");
        try {
            return plan.way().isPresent()
                    ? plan.way().get().open(plan.source(), path)
                    : Way.openAny(plan.source(), path);
        } catch (SourceException e) {
            int code =
                    switch (e.why()) {
                        case FILTER -> Exit.USAGE;
                        case NO_RIGHTS -> Exit.REFUSED;
                        case NO_INTERFACE, NOT_INSTALLED, OTHER -> Exit.CONNECT;
                    };
            throw new Failure(code, String.valueOf(e.getMessage()), e.hint());
        } catch (IOException e) {
            throw new Failure(
                    Exit.CONNECT,
                    "the capture can't begin: " + e.getMessage(),
                    "choose another way with --with");
        }
    }

    private LiveCapture begin() {
        try {
            return plan.files().isPresent()
                    ? LiveCapture.toFiles(
                            source,
                            plan.source(),
                            plan.files().get(),
                            plan.limits(),
                            messages::accept)
                    : LiveCapture.toStream(
                            source,
                            plan.source(),
                            new Standard(terminal.out()),
                            CapturePlace.application(),
                            plan.limits(),
                            messages::accept);
        } catch (IOException e) {
            throw new Failure(
                    Exit.NOT_GOOD,
                    "the capture can't be written: " + CapturePlace.reason(e),
                    "name another file with -w");
        }
    }

    private int stay(LiveCapture capture) throws InterruptedException {
        EndBySignal signal = EndBySignal.install(capture::stop);
        int code = Exit.NOT_GOOD;
        try {
            capture.start();
            terminal.err()
                    .println(
                            "twinport: capturing on "
                                    + plan.source().interfaceName()
                                    + " with "
                                    + source.way()
                                    + "; Ctrl-C ends");
            watch(capture);
            capture.close();
            messages.finish();
            code = tell(capture.status());
        } finally {
            signal.over(code);
        }
        return code;
    }

    private void watch(LiveCapture capture) throws InterruptedException {
        var line = new StatusLine(terminal, !plan.live());
        long end = plan.howLong().map(time -> System.nanoTime() + time.toNanos()).orElse(0L);
        boolean ended = false;
        while (!ended) {
            Duration wait = PERIOD;
            if (plan.howLong().isPresent()) {
                long left = end - System.nanoTime();
                wait = left < PERIOD.toNanos() ? Duration.ofNanos(Math.max(1, left)) : PERIOD;
                if (left <= 0) {
                    capture.stop();
                    wait = PERIOD;
                }
            }
            ended = capture.await(wait);
            line.show(counts(capture.status()) + "   Ctrl-C ends");
        }
        line.clear();
    }

    private String counts(LiveCapture.Status status) {
        return status.written()
                + " frames, "
                + Amounts.text(status.bytes())
                + ", "
                + dropped(status.counts())
                + "; "
                + messages.text();
    }

    /// That nothing was lost is said only when somebody counted.
    private static String dropped(FrameSource.Counts counts) {
        return counts.lost() < 0 ? "drops not counted" : counts.lost() + " dropped";
    }

    private int tell(LiveCapture.Status status) {
        PrintStream out = plan.live() || plan.files().isEmpty() ? terminal.err() : terminal.out();
        out.println("captured " + counts(status));
        if (status.counts().lost() > 0) {
            terminal.warn(
                    status.counts().lost()
                            + " frames were dropped before they could be read: the capture has"
                            + " gaps; a larger --buffer or a --filter helps");
        }
        if (!status.files().isEmpty()) {
            Path file = status.files().getLast();
            out.println("capture  " + file);
            out.println("read it  ./twinport analyze " + file);
        }
        out.flush();
        if (status.failure().isPresent()) {
            terminal.error(
                    "the capture ended early: " + status.failure().get().getMessage(),
                    "what was captured before is whole");
            return Exit.NOT_GOOD;
        }
        return Exit.FINE;
    }

    /// A PrintStream keeps its failures to itself; a capture must end when nobody reads it.
    private static final class Standard extends OutputStream {
        private final PrintStream out;

        Standard(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            check();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            check();
        }

        @Override
        public void flush() throws IOException {
            out.flush();
            check();
        }

        private void check() throws IOException {
            if (out.checkError()) {
                throw new IOException("nobody reads standard output any more");
            }
        }
    }
}
