// SPDX-License-Identifier: MIT
package twinport.board;

/// The seam between a board and what executes its firmware. One machine is one power cycle: a reset
/// makes a new one. All calls come on the board's own thread.
public interface Machine extends AutoCloseable {
    /// Runs the firmware until it ends by itself. It ends otherwise by a [Halt]: every host
    /// function that waits or loops must call [Chip#checkpoint], and let a [Halt] pass.
    void run();

    /// Gives back what the machine holds. Sockets belong to the chip, which closes them itself.
    @Override
    void close();
}
