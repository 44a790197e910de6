// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.lang.foreign.MemorySegment;

/// One captured unit.
///
/// `bytes` of a frame read from a mapped file are valid while its [CaptureFile] is open; those of a
/// stream or of a live tap for as long as somebody holds them.
///
/// @param number counted from 1 over the whole capture, as Wireshark counts
/// @param epochNanos nanoseconds since 1970-01-01T00:00:00Z; 0 when the capture has no time for it
/// @param bytes what was captured
/// @param originalLength length on the wire; more than `bytes` when the capture cut the frame
public record Frame(
        long number, long epochNanos, LinkType link, MemorySegment bytes, int originalLength)
        implements CaptureBlock {}
