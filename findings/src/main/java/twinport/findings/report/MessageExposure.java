// SPDX-License-Identifier: MIT
package twinport.findings.report;

/// One PUBLISH that could be read.
///
/// @param payload as text where it is UTF-8, else in hexadecimal; at most 200 characters
/// @param decrypted false: anybody on the wire read it
public record MessageExposure(
        long frame,
        String time,
        int port,
        String topic,
        String payload,
        int payloadBytes,
        int qos,
        boolean retained,
        boolean decrypted) {}
