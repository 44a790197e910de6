// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// How a broker is set, and what it does while it runs.
///
/// @param subject the broker
public record BrokerFacts(String subject) implements Facts {}
