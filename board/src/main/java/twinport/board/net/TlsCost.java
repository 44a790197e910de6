// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.time.Duration;
import java.util.List;

/// What one TLS connection of a board took so far.
///
/// @param port whose mbedTLS a real board would have there
/// @param version as JSSE names it
/// @param suite IANA name of the cipher suite
/// @param handshake how long the handshake took here, on this computer
/// @param flights turns of sending in the handshake
/// @param recordsSent records of the handshake
/// @param bytesSent of the handshake, record headers included
/// @param serverCertificates bytes (DER) of each certificate that the server showed
/// @param ownCertificates the same of the board's own
/// @param largestSent bytes of the longest record's body until now
public record TlsCost(
        MbedTls port,
        String version,
        String suite,
        Duration handshake,
        int flights,
        int recordsSent,
        int recordsReceived,
        long bytesSent,
        long bytesReceived,
        List<Integer> serverCertificates,
        List<Integer> ownCertificates,
        int largestSent,
        int largestReceived) {
    public TlsCost {
        serverCertificates = List.copyOf(serverCertificates);
        ownCertificates = List.copyOf(ownCertificates);
    }

    /// What mbedTLS would need for it on an ESP32, estimated.
    public TlsMemory memory() {
        return TlsMemory.of(this);
    }
}
