// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// The time a board lives in. Everything that waits on a board waits here, so that a lab may give
/// its boards another time than the wall's.
public interface BoardClock extends InstantSource {
    /// For [#pause] without an end.
    Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    /// Nanoseconds since some fixed moment; never goes back.
    long nanos();

    /// Waits; ends early, with the exception, when the thread is interrupted.
    void sleep(Duration howLong) throws InterruptedException;

    /// Waits for something that comes from outside: like [#sleep], but [#wake] ends it too. It may
    /// also end for no reason, so the caller looks again at what it waits for.
    default void pause(Duration atMost) throws InterruptedException {
        if (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, atMost.toNanos());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Ends the pause that this thread is in, or else its next one.
    default void wake(Thread paused) {
        LockSupport.unpark(paused);
    }

    /// From now on this thread lives in this time: where time can jump, it does so only while all
    /// such threads wait.
    default void enter(Thread thread) {}

    /// The end of [#enter]; does nothing for a thread that did not.
    default void leave(Thread thread) {}

    /// The wall clock and the timer of this computer.
    static BoardClock system() {
        return new BoardClock() {
            @Override
            public Instant instant() {
                return InstantSource.system().instant();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration howLong) throws InterruptedException {
                Thread.sleep(howLong);
            }
        };
    }
}
