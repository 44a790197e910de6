// SPDX-License-Identifier: MIT
package twinport.cli;

/// What the program tells its caller. The numbers are the interface: scripts depend on them.
public final class Exit {
    public static final int FINE = 0;

    /// The run is not what was asked for, or there are findings.
    public static final int NOT_GOOD = 1;

    /// Wrong arguments or a wrong lab file.
    public static final int USAGE = 2;

    /// Nothing answers there, or a port can't be had.
    public static final int CONNECT = 3;

    public static final int TLS = 4;

    /// Refused by credentials or rights.
    public static final int REFUSED = 5;

    /// A capture, key log or history that can't be read.
    public static final int UNREADABLE = 6;

    /// Nothing came within the time asked for; mosquitto_sub's number.
    public static final int TIMEOUT = 27;

    /// A scenario's time limit was over; wokwi-cli's number.
    public static final int STEP_TIMEOUT = 42;

    private Exit() {}
}
