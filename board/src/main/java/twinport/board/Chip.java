// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.random.RandomGenerator;
import twinport.board.net.BoardNetwork;
import twinport.board.net.Radio;
import twinport.board.net.Wifi;
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
    private final Radio network;
    private final Wifi wifi;
    private final WallClock time;
    private final RtcMemory rtc;
    private final ResetCause resetCause;
    private final Power power;
    private final Board board;

    Chip(Board board, Sockets sockets, Power power, ResetCause resetCause) {
        this.settings = board.settings();
        this.clock = board.clock();
        this.random = board.random();
        this.serial = board.serial();
        this.flash = board.flash();
        this.pins = board.pins();
        this.network = board.radio();
        this.wifi = board.wifi();
        this.time = board.time();
        this.rtc = board.rtc();
        this.resetCause = resetCause;
        this.bench = board.bench();
        this.sockets = sockets;
        this.power = power;
        this.board = board;
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

    public Wifi wifi() {
        return wifi;
    }

    /// The time of day as the board believes it; [#clock] is the timer.
    public WallClock time() {
        return time;
    }

    /// Memory that outlives deep sleep and resets.
    public RtcMemory rtcMemory() {
        return rtc;
    }

    /// Why this power cycle began.
    public ResetCause resetCause() {
        return resetCause;
    }

    /// Ends the machine: the board is dark for that time, then starts again with
    /// [ResetCause#DEEP_SLEEP].
    public Halt sleepDeep(Duration howLong) {
        throw new Halt.DeepSleep(howLong);
    }

    /// Ends the machine: only a reset wakes the board.
    public Halt sleepDeep() {
        throw new Halt.DeepSleep(null);
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

    /// The firmware ended by an error, but the board goes on, as at MicroPython's prompt.
    public void failed(String reason) {
        board.failed(power, reason);
    }

    /// Waits until the owner ends it: what a board does whose firmware has nothing left to do.
    public void idle() {
        while (true) {
            sleep(Duration.ofHours(1));
        }
    }
}
