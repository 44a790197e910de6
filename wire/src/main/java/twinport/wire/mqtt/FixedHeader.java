// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

/// The fixed header every packet begins with (MQTT 5.0 §2.1).
///
/// @param firstByte packet type and flags, 0 to 255
/// @param remainingLength bytes after the header
/// @param headerBytes length of this header itself, 2 to 5
public record FixedHeader(int firstByte, int remainingLength, int headerBytes) {

    /// Whether a PUBLISH says that it may be a repetition.
    public boolean dup() {
        return (firstByte & 0x08) != 0;
    }

    /// The quality of service of a PUBLISH: 0, 1 or 2.
    public int qos() {
        return (firstByte >> 1) & 0x03;
    }

    public boolean retain() {
        return (firstByte & 0x01) != 0;
    }

    /// All bytes of the packet.
    public int packetBytes() {
        return headerBytes + remainingLength;
    }
}
