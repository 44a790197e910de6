// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// The numbers of a series over one stretch of a chart.
///
/// @param fromNanos where the stretch begins, in nanoseconds since 1970
/// @param count how many numbers there are; at least one
public record Point(long fromNanos, long count, double min, double max, double mean, double last) {}
