// SPDX-License-Identifier: MIT
package twinport.findings.report;

/// What was seen on one server port.
///
/// @param readable PUBLISH packets that stood in clear
/// @param sealed TLS application data records, after the handshake
/// @param sealedBytes their length together
/// @param decrypted PUBLISH packets that were sealed and opened with a key log
public record PortExposure(
        int port,
        long conversations,
        long readable,
        long sealed,
        long sealedBytes,
        long decrypted) {}
