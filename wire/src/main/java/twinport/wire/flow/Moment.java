// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// When something was captured.
///
/// @param frame number of the frame, from 1
public record Moment(long frame, long epochNanos) {}
