// SPDX-License-Identifier: MIT
package twinport.board;

/// Why the chip started (`esp_reset_reason_t` of ESP-IDF, as far as it can happen here).
public enum ResetCause {
    /// Power came, or the reset button was let go: the ESP32 cannot tell the two apart.
    POWER_ON,
    /// The firmware asked for it.
    SOFTWARE,
    /// Only the interpreter began anew (MicroPython's soft reset).
    SOFT,
    /// The firmware failed.
    PANIC,
    /// A task kept the processor for too long, or did not feed the watchdog.
    WATCHDOG,
    DEEP_SLEEP,
    /// The supply fell below what the chip needs.
    BROWN_OUT
}
