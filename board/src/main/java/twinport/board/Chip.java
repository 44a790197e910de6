// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.random.RandomGenerator;
import twinport.board.net.BoardNetwork;
import twinport.board.part.Bench;
import twinport.board.part.Pins;

/// The ESP32 around the machine: all that firmware can reach. A machine uses it on the board's own
/// thread only.
public final class Chip {
    private final BoardSettings settings;
    private final BoardClock clock;
    private final RandomGenerator random;
    private final Serial serial;
    private final Flash flash;
    private final Pins pins;
    private final Bench bench;
    private final Sockets sockets;
    private final BoardNetwork network;
    private final Power power;

    Chip(Board board, BoardNetwork network, Sockets sockets, Power power) {
        this.settings = board.settings();
        this.clock = board.clock();
        this.random = board.random();
        this.serial = board.serial();
        this.flash = board.flash();
        this.pins = board.pins();
        this.bench = board.bench();
        this.network = network;
        this.sockets = sockets;
        this.power = power;
    }

    public BoardSettings settings() {
        return settings;
    }

    public BoardClock clock() {
        return clock;
    }

    /// The hardware random generator.
    public RandomGenerator random() {
        return random;
    }

    public Serial serial() {
        return serial;
    }

    public Flash flash() {
        return flash;
    }

    public Pins pins() {
        return pins;
    }

    /// The parts that are wired to the board.
    public Bench bench() {
        return bench;
    }

    /// Names, and nothing else: connections go through [#sockets].
    public BoardNetwork network() {
        return network;
    }

    public Sockets sockets() {
        return sockets;
    }

    /// Ends the machine by a [Halt] when the board's owner wants that; to be called wherever a host
    /// function waits or loops.
    public void checkpoint() {
        power.checkpoint();
    }

    /// Waits on the board's clock, or ends the machine by a [Halt].
    public void sleep(Duration howLong) {
        power.checkpoint();
        try {
            clock.sleep(howLong);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        power.checkpoint();
    }

    /// Waits until the owner ends it: what a board does whose firmware has nothing left to do.
    public void idle() {
        while (true) {
            sleep(Duration.ofHours(1));
        }
    }
}
