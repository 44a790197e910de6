// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.stream.IntStream;
import twinport.board.net.TlsCost;
import twinport.board.net.TlsMemory;

/// What one TLS connection of a board took. Bytes and records are those of the handshake, record
/// headers included; the memory is an estimate of what mbedTLS would take on a real ESP32
/// (docs/reference/board-errors.md says how it is made).
///
/// @param port whose mbedTLS it is: `ARDUINO` or `MICROPYTHON`
/// @param handshakeMillis on this computer, not on an ESP32
/// @param flights turns of sending
/// @param certificateBytes DER bytes of the server's chain
/// @param memoryPeakBytes at the worst moment of the handshake
/// @param memorySteadyBytes while the connection stands
/// @param memoryFittingBytes the same with record buffers no larger than this connection needed
public record TlsView(
        String port,
        String version,
        String suite,
        double handshakeMillis,
        int flights,
        int recordsSent,
        int recordsReceived,
        long bytesSent,
        long bytesReceived,
        int certificateBytes,
        int largestRecordBytes,
        int memoryPeakBytes,
        int memorySteadyBytes,
        int memoryFittingBytes) {

    static TlsView of(TlsCost cost) {
        TlsMemory memory = cost.memory();
        return new TlsView(
                cost.port().name(),
                cost.version(),
                cost.suite(),
                Math.round(cost.handshake().toNanos() / 100_000.0) / 10.0,
                cost.flights(),
                cost.recordsSent(),
                cost.recordsReceived(),
                cost.bytesSent(),
                cost.bytesReceived(),
                cost.serverCertificates().stream().mapToInt(Integer::intValue).sum(),
                IntStream.of(cost.largestReceived(), cost.largestSent()).max().orElse(0),
                memory.peak(),
                memory.steady(),
                memory.steady()
                        - memory.incomingBuffer()
                        - memory.outgoingBuffer()
                        + memory.fittingBuffers());
    }
}
