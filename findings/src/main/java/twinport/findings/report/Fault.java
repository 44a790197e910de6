// SPDX-License-Identifier: MIT
package twinport.findings.report;

/// Something in the capture that could not be read as it should.
///
/// @param where frame and byte, or byte of the file
/// @param what was seen
/// @param rule what it breaks
public record Fault(String where, String what, String rule) {}
