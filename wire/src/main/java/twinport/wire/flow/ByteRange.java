// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// Bytes of one frame: where something that was read stands in the capture.
///
/// @param frame number of the frame, from 1
/// @param offset of the first byte in the frame's bytes
public record ByteRange(long frame, int offset, int length) {}
