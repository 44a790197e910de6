// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.util.List;

/// The heap that mbedTLS would take on an ESP32 for one connection: an estimate, in bytes. The
/// buffers are exact, the rest is what others measured; docs/reference/board-errors.md says where
/// each figure comes from.
///
/// @param incomingBuffer for one whole record from the server
/// @param outgoingBuffer for one whole record to it
/// @param certificates both chains, parsed and kept
/// @param handshakeWork contexts, keys and what the handshake holds at its worst moment
/// @param fittingBuffers what both buffers could be cut to (`MBEDTLS_SSL_IN_CONTENT_LEN`,
///   `_OUT_CONTENT_LEN`) for the records that this connection really had
public record TlsMemory(
        int incomingBuffer,
        int outgoingBuffer,
        int certificates,
        int handshakeWork,
        int fittingBuffers) {
    /// What the contexts keep after the handshake: 26,984 bytes measured less the buffers of
    /// 21,146.
    private static final int KEPT_WORK = 5_838;

    /// Espressif's table for a connection with a verified server: 42,196 bytes, less its buffers of
    /// 21,146 and the 3,663 of the kept chain.
    private static final int HANDSHAKE_WORK = 17_387;

    /// Beside its DER bytes a parsed certificate has its `mbedtls_x509_crt`.
    private static final int PARSED_CERTIFICATE = 400;

    private static final int CONTENT_MIN = 512;
    private static final int CONTENT_MAX = 16_384;

    static TlsMemory of(TlsCost cost) {
        return new TlsMemory(
                cost.port().incomingBuffer(),
                cost.port().outgoingBuffer(),
                parsed(cost.serverCertificates()) + parsed(cost.ownCertificates()),
                HANDSHAKE_WORK,
                fitting(cost.largestReceived()) + fitting(cost.largestSent()));
    }

    /// The most at one time, in the handshake.
    public int peak() {
        return incomingBuffer + outgoingBuffer + certificates + handshakeWork;
    }

    /// What stays taken while the connection stands.
    public int steady() {
        return incomingBuffer + outgoingBuffer + certificates + KEPT_WORK;
    }

    private static int parsed(List<Integer> chain) {
        return chain.stream().mapToInt(der -> der + PARSED_CERTIFICATE).sum();
    }

    /// The smallest power of two that holds the record.
    private static int fitting(int record) {
        int content = CONTENT_MIN;
        while (content < record && content < CONTENT_MAX) {
            content *= 2;
        }
        return MbedTls.bufferFor(content);
    }
}
