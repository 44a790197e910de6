// SPDX-License-Identifier: MIT
package twinport.board.net;

/// Told what one connection carries, in the clear bytes on the board's side of TLS. Called on the
/// board's own thread.
public interface Meter {
    /// The TCP connection stands.
    void connected();

    /// These bytes were handed to the network.
    void sent(byte[] bytes, int offset, int length);

    /// These bytes were read by the firmware.
    void received(byte[] bytes, int offset, int length);

    /// A TLS handshake begins.
    default void handshakeBegins() {}

    /// It succeeded.
    default void secured(TlsMeasure measure) {}
}
