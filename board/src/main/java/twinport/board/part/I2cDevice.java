// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A device on an I2C bus, as it sees transfers (NXP UM10204, section 3.1). Called by the board's
/// thread; must be safe for observers at the same time.
public interface I2cDevice {
    /// Seven bits.
    int address();

    /// A write transfer, from its start to the next start or stop.
    ///
    /// @return false when the device does not acknowledge
    boolean write(byte[] bytes);

    /// A read transfer of so many bytes.
    byte[] read(int count);
}
