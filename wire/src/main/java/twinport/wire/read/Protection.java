// SPDX-License-Identifier: MIT
package twinport.wire.read;

/// How a packet could be read.
public enum Protection {
    /// It stood in the clear: anybody on the wire reads it.
    READABLE,
    /// It was sealed, and opened with a secret from a key log.
    DECRYPTED
}
