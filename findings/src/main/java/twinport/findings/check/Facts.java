// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What rules look at: plain records, filled by others.
public sealed interface Facts
        permits CaptureFacts, BrokerProbeFacts, DeviceProbeFacts, BrokerFacts, SourceFacts {}
