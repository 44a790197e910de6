// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import twinport.board.net.BoardSocket;

/// A time between a board's start and its stop.
///
/// @param sockets of the power cycle that runs
record Run(Power power, Thread thread, AtomicReference<Optional<Sockets>> sockets) {
    private static final long LOOK_NANOS = 200_000_000;

    /// Waits until the thread that was asked to end has ended; what the firmware had sent before is
    /// delivered. False when it did not end in time.
    boolean ends(BoardClock clock, Duration atMost) {
        if (thread == Thread.currentThread()) {
            return true;
        }
        long start = clock.nanos();
        long left = atMost.toNanos();
        boolean interrupted = false;
        while (left > 0 && thread.isAlive()) {
            thread.interrupt();
            try {
                thread.join(Duration.ofNanos(Math.min(left, LOOK_NANOS)));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            sockets.get().ifPresent(Sockets::closeAll);
            left = atMost.toNanos() - (clock.nanos() - start);
        }
        interrupted |= !delivered();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private boolean delivered() {
        try {
            Optional<Sockets> all = sockets.get();
            if (all.isPresent()) {
                all.get().awaitClosed(BoardSocket.LINGER);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
