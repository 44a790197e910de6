// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// How a connection ended.
public enum Ending {
    /// Both ends said FIN.
    FINISHED,
    /// One end said RST.
    RESET,
    /// The same addresses and ports began a new one.
    REPLACED,
    /// The capture ended first.
    CAPTURE_ENDED,
    /// More connections at once than are kept, and this one was silent the longest; or more bytes
    /// than are kept waited for the rest of something, most of them here.
    EVICTED
}
