// SPDX-License-Identifier: MIT
package twinport.wire.flow;

/// Frames of a capture by what they hold.
///
/// @param bytes of all frames as they were on the wire
/// @param ipv4 frames that hold an IPv4 packet
/// @param ipv6 frames that hold an IPv6 packet
/// @param tcp frames that hold a TCP segment, or complete one in fragments
/// @param fragments frames that hold a part of an IP packet
/// @param other frames without IP, and those with another protocol than TCP
/// @param malformed frames whose headers break a rule
/// @param payloadBytes what the TCP segments carry, repetitions included
public record FrameCounts(
        long frames,
        long bytes,
        long ipv4,
        long ipv6,
        long tcp,
        long fragments,
        long other,
        long malformed,
        long payloadBytes) {
    public static final FrameCounts NONE = new FrameCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
