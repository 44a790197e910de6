// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

/// A rule that a packet breaks though it can be read.
///
/// @param at offset of the first wrong byte, counted from the packet's first
/// @param what was seen there
/// @param rule what it breaks, with the section that says so
public record Fault(int at, String what, String rule) {}
