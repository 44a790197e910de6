// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time a board lives in. Everything that waits on a board waits here, so that a lab may give
/// its boards another time than the wall's.
public interface BoardClock extends InstantSource {
    /// Nanoseconds since some fixed moment; never goes back.
    long nanos();

    /// Waits; ends early, with the exception, when the thread is interrupted.
    void sleep(Duration howLong) throws InterruptedException;

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
