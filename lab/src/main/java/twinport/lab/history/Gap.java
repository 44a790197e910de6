// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// Messages that the store could not take in time.
///
/// @param fromNanos time of the first of them, in nanoseconds since 1970
/// @param toNanos time of the last
public record Gap(long fromNanos, long toNanos, long lost) {
    /// Both in one. A clock may have been set back between them.
    Gap and(Gap other) {
        return new Gap(
                Math.min(fromNanos, other.fromNanos),
                Math.max(toNanos, other.toNanos),
                lost + other.lost);
    }
}
