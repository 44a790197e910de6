// SPDX-License-Identifier: MIT

/// What the sources of firmware and the settings of brokers and labs say before anything runs.
@org.jspecify.annotations.NullMarked
package twinport.findings.check.source;
