// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.List;

/// What became of the bytes of one packet.
public sealed interface Decoding {

    /// The packet could be read.
    ///
    /// @param faults rules that it breaks nevertheless; mostly none
    record Decoded(Packet packet, List<Fault> faults) implements Decoding {}

    /// The bytes break a rule so that no packet can be read from them.
    ///
    /// @param at offset of the first wrong byte, counted from the packet's first
    /// @param what was seen there
    /// @param rule what it breaks, with the section that says so
    record Malformed(int at, String what, String rule) implements Decoding {}
}
