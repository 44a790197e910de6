// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A device on a 1-Wire line, slot by slot. The line is a wired AND: a device that lets it be reads
/// as true.
interface OneWireDevice {
    /// A reset pulse; every device on the line answers it.
    void reset();

    /// A write slot.
    void take(boolean bit);

    /// A read slot.
    boolean give();
}
