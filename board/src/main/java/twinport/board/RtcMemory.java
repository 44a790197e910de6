// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.Arrays;

/// The chip's RTC memory: what lies there outlives deep sleep and resets, not the loss of power.
/// Used by the board's thread.
public final class RtcMemory {
    /// The size of the ESP32's RTC slow memory.
    public static final int BYTES = 8 * 1024;

    private byte[] content = new byte[0];

    RtcMemory() {}

    /// What was written last; empty after power came.
    public synchronized byte[] read() {
        return content.clone();
    }

    /// Replaces the content.
    ///
    /// @throws IllegalArgumentException it is larger than [#BYTES]
    public synchronized void write(byte[] bytes) {
        if (bytes.length > BYTES) {
            throw new IllegalArgumentException(
                    "the RTC memory has %d bytes, not %d".formatted(BYTES, bytes.length));
        }
        content = Arrays.copyOf(bytes, bytes.length);
    }

    synchronized void clear() {
        content = new byte[0];
    }
}
