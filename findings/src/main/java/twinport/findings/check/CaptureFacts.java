// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What a capture shows, with or without keys.
///
/// @param subject the capture's name
public record CaptureFacts(String subject) implements Facts {}
