// SPDX-License-Identifier: MIT
package twinport.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets SIGINT and SIGTERM be the ordinary end of a run: the run is asked to stop, finishes its
/// work, and its own exit code is the process's, not that of the signal.
public final class EndBySignal {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Runnable stop;
    private final Thread hook = Thread.ofPlatform().name("signal").unstarted(this::signalled);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int exitCode = Exit.NOT_GOOD;

    private EndBySignal(Runnable stop) {
        this.stop = stop;
    }

    /// @param stop lets the run end soon, from any thread
    public static EndBySignal install(Runnable stop) {
        var signal = new EndBySignal(stop);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /// The run is over, all is written and said.
    ///
    /// @return the exit code
    public int over(int code) {
        exitCode = code;
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // A signal came: the hook ends the process.
        }
        return code;
    }

    private void signalled() {
        stop.run();
        try {
            var _ = over.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
