// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;

/// One UDP datagram as a board sees it: the other end's address and port, and what it carries.
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Datagram(InetAddress peer, int port, byte[] payload) {
    /// What an Ethernet frame can carry beside the headers of IPv4 and UDP; more is not sent.
    public static final int MAX_BYTES = 1_472;

    public Datagram {
        payload = payload.clone();
    }
}
