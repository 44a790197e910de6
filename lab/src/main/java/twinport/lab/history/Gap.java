// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// Messages that the store could not take in time.
///
/// @param fromNanos time of the first of them, in nanoseconds since 1970
/// @param toNanos time of the last
public record Gap(long fromNanos, long toNanos, long lost) {}
