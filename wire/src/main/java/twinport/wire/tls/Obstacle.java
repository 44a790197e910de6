// SPDX-License-Identifier: MIT
package twinport.wire.tls;

/// Why sealed records stay sealed.
public enum Obstacle {
    /// No secret is known at all, of this session or another.
    NO_SECRET,
    /// Secrets are known, but of other sessions.
    OTHER_SESSIONS,
    /// Some secrets of this session are known, but not the one needed.
    SECRET_MISSING,
    /// The early data's secret is not known.
    EARLY_SECRET_MISSING,
    /// The secret does not fit the suite.
    SECRET_UNFIT,
    /// The suite is none that this reader opens.
    SUITE,
    /// The version derives its keys in a way that this reader does not know.
    VERSION,
    /// The records are compressed before they are sealed.
    COMPRESSED,
    /// Hello messages are missing.
    HANDSHAKE_NOT_CAPTURED,
    /// A record does not open with its keys.
    DAMAGED,
    /// More waits to be opened than this reader keeps.
    TOO_MUCH_HELD,
    /// This Java lacks an algorithm.
    JAVA
}
