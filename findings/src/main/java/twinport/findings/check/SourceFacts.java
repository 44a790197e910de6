// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What stands in firmware and configuration files.
///
/// @param subject the path that was searched
public record SourceFacts(String subject) implements Facts {}
