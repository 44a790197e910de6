// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;
import java.util.Optional;

/// An I2C bus with what is on it (NXP UM10204, "I2C-bus specification"). Devices that share an
/// address all take a write; the first of them is read.
public final class I2cBus {
    private final List<I2cDevice> devices;

    I2cBus(List<I2cDevice> devices) {
        this.devices = List.copyOf(devices);
    }

    /// Writes to the device of this address of seven bits; an empty array only asks whether it is
    /// there.
    ///
    /// @return false when nobody acknowledges
    public boolean write(int address, byte[] bytes) {
        boolean acknowledged = false;
        for (I2cDevice device : devices) {
            if (device.address() == address) {
                acknowledged |= device.write(bytes.clone());
            }
        }
        return acknowledged;
    }

    /// Reads from the device of this address; empty when nobody acknowledges.
    public Optional<byte[]> read(int address, int count) {
        return devices.stream()
                .filter(device -> device.address() == address)
                .findFirst()
                .map(device -> device.read(count));
    }

    /// The addresses on which somebody acknowledges, in ascending order.
    public List<Integer> scan() {
        return devices.stream().map(I2cDevice::address).distinct().sorted().toList();
    }
}
