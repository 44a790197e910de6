// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// From where a check can be judged.
public enum Mode {
    /// A capture, without keys.
    CAPTURE,
    /// A capture whose TLS a key log opened.
    OPENED_CAPTURE,
    /// An active test of a broker or a device.
    PROBE,
    /// The broker's settings, or the broker while it runs.
    BROKER,
    /// The source of firmware, or a configuration file.
    SOURCE
}
