// SPDX-License-Identifier: MIT
package twinport.findings.check;

/// What an impostor learnt of a device: one encounter for each certificate.
///
/// @param subject the device
public record DeviceProbeFacts(String subject) implements Facts {}
