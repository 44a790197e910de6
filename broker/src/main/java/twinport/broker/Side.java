// SPDX-License-Identifier: MIT
package twinport.broker;

/// Which listener a client came in by.
public enum Side {
    /// Readable by everybody on the wire.
    PLAIN,
    /// Sealed by TLS.
    TLS
}
