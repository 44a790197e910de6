// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import twinport.board.net.Datagram;

/// What came back for one UDP socket and was not read yet. Used by the board's thread.
final class DatagramSocket {
    /// lwIP's usual mailbox of a UDP socket (`CONFIG_LWIP_UDP_RECVMBOX_SIZE`); more are dropped.
    static final int MAX_WAITING = 6;

    private record Waiting(Datagram datagram, long atNanos) {}

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// A datagram that is on its way and can be read from that moment on.
    void comes(Datagram datagram, long atNanos) {
        if (waiting.size() < MAX_WAITING) {
            waiting.add(new Waiting(datagram, atNanos));
        }
    }

    /// How long until the next datagram can be read; empty when none is on its way.
    Optional<Long> nanosToNext(long now) {
        return Optional.ofNullable(waiting.peek()).map(next -> Math.max(0, next.atNanos() - now));
    }

    /// The next datagram that is here.
    Optional<Datagram> take(long now) {
        Optional<Long> wait = nanosToNext(now);
        return wait.isPresent() && wait.get() == 0
                ? Optional.of(waiting.remove().datagram())
                : Optional.empty();
    }
}
