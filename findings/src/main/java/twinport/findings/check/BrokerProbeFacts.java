// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What an audit learnt of a broker from outside.
///
/// @param subject host and ports
public record BrokerProbeFacts(String subject) implements Facts {}
