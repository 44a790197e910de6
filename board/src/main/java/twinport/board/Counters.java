// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.concurrent.atomic.AtomicLong;
import twinport.board.net.Meter;

/// What a board did since it was made, restarts included. Counted at the board's own sockets, in
/// the bytes before encryption, so that it holds for any MQTT library and for both ports.
public final class Counters {
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();

    Counters() {}

    /// PUBLISH packets that the board sent.
    public long published() {
        return published.get();
    }

    /// PUBLISH packets that reached the board's socket and were read by its firmware.
    public long received() {
        return received.get();
    }

    /// TCP connections that were established.
    public long connections() {
        return connections.get();
    }

    /// Resets, by the firmware or by its owner; the first start is none.
    public long restarts() {
        return restarts.get();
    }

    /// Bytes that the firmware sent, before encryption.
    public long bytesSent() {
        return bytesSent.get();
    }

    /// Bytes that the firmware read, after decryption.
    public long bytesReceived() {
        return bytesReceived.get();
    }

    void restarted() {
        restarts.incrementAndGet();
    }

    /// A new connection to be counted.
    Meter connection() {
        return new Connection();
    }

    /// The two byte streams of one connection. Used by the board's thread only.
    private final class Connection implements Meter {
        private final PublishCount out = new PublishCount();
        private final PublishCount in = new PublishCount();

        @Override
        public void connected() {
            connections.incrementAndGet();
        }

        @Override
        public void sent(byte[] bytes, int offset, int length) {
            bytesSent.addAndGet(length);
            published.addAndGet(out.take(bytes, offset, length));
        }

        @Override
        public void received(byte[] bytes, int offset, int length) {
            bytesReceived.addAndGet(length);
            received.addAndGet(out.isMqtt() ? in.take(bytes, offset, length) : 0);
        }
    }
}
