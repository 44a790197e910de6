// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;

/// A 1-Wire line with what is on it (DS18B20 data sheet, "1-Wire Bus System" and "1-Wire
/// Signaling"): reset and presence, then slots of one bit, lowest bit of a byte first. Searching
/// for addresses works by slots, as on the real line.
public final class OneWireLine {
    private static final int BITS = 8;

    private final List<OneWireDevice> devices;

    OneWireLine(List<OneWireDevice> devices) {
        this.devices = List.copyOf(devices);
    }

    /// A reset pulse.
    ///
    /// @return whether a device answered with its presence pulse
    public boolean reset() {
        devices.forEach(OneWireDevice::reset);
        return !devices.isEmpty();
    }

    /// A write slot.
    public void writeBit(boolean bit) {
        devices.forEach(device -> device.take(bit));
    }

    /// A read slot: true unless a device pulls the line low.
    public boolean readBit() {
        boolean line = true;
        for (OneWireDevice device : devices) {
            line &= device.give();
        }
        return line;
    }

    /// Writes the low eight bits of `b`.
    public void write(int b) {
        for (int bit = 0; bit < BITS; bit++) {
            writeBit((b >> bit & 1) == 1);
        }
    }

    /// Reads a byte, 0 to 255.
    public int read() {
        int value = 0;
        for (int bit = 0; bit < BITS; bit++) {
            value |= (readBit() ? 1 : 0) << bit;
        }
        return value;
    }
}
