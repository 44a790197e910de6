// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.function.LongSupplier;
import twinport.broker.Broker;
import twinport.capture.RelayTap;

/// The wire of a lab: its tap. A connection through it whose client the broker has not let in is
/// unsettled for a while: checking a password takes the broker longer than a silence, but a client
/// may also connect and say nothing, or leave a connection behind.
final class LabWire implements Wire {
    private static final Duration LET_IN_WITHIN = Duration.ofSeconds(2);

    private final RelayTap tap;
    private final Broker broker;
    private final LongSupplier wall;
    private long opened;
    private long openedAt;

    /// @param wall the timer of this computer, in nanoseconds
    LabWire(RelayTap tap, Broker broker, LongSupplier wall) {
        this.tap = tap;
        this.broker = broker;
        this.wall = wall;
        openedAt = wall.getAsLong();
    }

    @Override
    public long passed() {
        return tap.framesSeen();
    }

    @Override
    public synchronized boolean unsettled() {
        long count = tap.opened();
        long now = wall.getAsLong();
        if (count != opened) {
            opened = count;
            openedAt = now;
        }
        return now - openedAt < LET_IN_WITHIN.toNanos()
                && tap.connections() > broker.statistics().connections();
    }
}
