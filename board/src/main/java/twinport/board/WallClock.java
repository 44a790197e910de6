// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import twinport.board.net.Wifi;

/// The time of day as a board believes it. A board that was just switched on knows none: it counts
/// from 1970 until its firmware sets the clock or asks a time server. The belief outlives resets
/// and deep sleep (the ESP32 keeps it in its RTC), not the loss of power. Safe for several threads.
public final class WallClock implements InstantSource {
    /// From asking a time server to its answer.
    public static final Duration ROUND_TRIP = Duration.ofMillis(30);

    /// How often ESP-IDF asks again (`CONFIG_LWIP_SNTP_UPDATE_DELAY`).
    public static final Duration PERIOD = Duration.ofHours(1);

    private final BoardClock clock;
    private final Wifi wifi;
    private Instant anchor = Instant.EPOCH;
    private long anchorNanos;
    private double rate = 1;
    private boolean set;
    private boolean asking;
    private long askedNanos;

    WallClock(BoardClock clock, Wifi wifi) {
        this.clock = clock;
        this.wifi = wifi;
        this.anchorNanos = clock.nanos();
    }

    /// What the board believes.
    public synchronized Instant now() {
        hear();
        return believed();
    }

    /// The same as [#now].
    @Override
    public Instant instant() {
        return now();
    }

    /// Whether the clock was set since power came.
    public synchronized boolean set() {
        hear();
        return set;
    }

    /// Sets the clock: `settimeofday`, `RTC.datetime`.
    public synchronized void set(Instant now) {
        hear();
        anchor = now;
        anchorNanos = clock.nanos();
        set = true;
    }

    /// Asks the time servers from now on, as `configTime` does: the clock is right a moment after
    /// the Wi-Fi is joined, and once an hour from then.
    public synchronized void synchronise() {
        asking = true;
        askedNanos = clock.nanos();
    }

    /// What a time server says now, if one answers; the caller waits [#ROUND_TRIP] for it. Does not
    /// set the clock.
    public Optional<Instant> ask() {
        return wifi.joined() ? Optional.of(clock.instant()) : Optional.empty();
    }

    /// The power was gone.
    synchronized void powerOn() {
        anchor = Instant.EPOCH;
        anchorNanos = clock.nanos();
        set = false;
        asking = false;
    }

    /// The chip starts again: nobody asks any more, the time goes on.
    synchronized void restarted() {
        hear();
        asking = false;
    }

    /// From now on the board's clock goes wrong by so many parts in a million; a crystal by 10 to
    /// 50.
    public synchronized void skew(double partsPerMillion) {
        hear();
        anchor = believed();
        anchorNanos = clock.nanos();
        rate = 1 + partsPerMillion / 1e6;
    }

    private Instant believed() {
        return anchor.plusNanos((long) ((clock.nanos() - anchorNanos) * rate));
    }

    /// Takes the answer of a time server that came since the last look.
    private void hear() {
        long now = clock.nanos();
        if (asking && now - askedNanos >= ROUND_TRIP.toNanos()) {
            ask().ifPresent(answer -> {
                anchor = answer;
                anchorNanos = now;
                set = true;
                askedNanos = now + PERIOD.toNanos();
            });
        }
    }
}
