// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

/// What became of the bytes of one packet.
public sealed interface Decoding {
    record Decoded(Packet packet) implements Decoding {}

    /// The bytes break a rule.
    ///
    /// @param at offset of the first wrong byte, counted from the packet's first
    /// @param what was seen there
    /// @param rule what it breaks, with the section that says so
    record Malformed(int at, String what, String rule) implements Decoding {}
}
