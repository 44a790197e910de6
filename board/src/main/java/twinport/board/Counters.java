// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import twinport.board.net.Meter;
import twinport.board.net.TlsCost;
import twinport.board.net.TlsMeasure;

/// What a board did since it was made, restarts included. Counted at the board's own sockets, in
/// the bytes before encryption, so that it holds for any MQTT library and for both ports.
public final class Counters {
    /// Of so many TLS connections, the last, the cost is kept.
    public static final int COSTS_MAX = 8;

    private final AtomicLong published = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong restarts = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong handshakes = new AtomicLong();
    private final LongSupplier nanos;
    private final ArrayDeque<Shaken> shaken = new ArrayDeque<>();

    private record Shaken(TlsMeasure measure, Duration handshake) {}

    /// @param nanos the board's timer
    Counters(LongSupplier nanos) {
        this.nanos = nanos;
    }

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

    /// TLS handshakes that succeeded.
    public long handshakes() {
        return handshakes.get();
    }

    /// What the last TLS connections took, oldest first; at most [#COSTS_MAX].
    public List<TlsCost> tlsCosts() {
        List<Shaken> last;
        synchronized (shaken) {
            last = new ArrayList<>(shaken);
        }
        return last.stream().map(each -> each.measure().cost(each.handshake())).toList();
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
        private long handshakeStart;

        @Override
        public void connected() {
            connections.incrementAndGet();
        }

        @Override
        public void handshakeBegins() {
            handshakeStart = nanos.getAsLong();
        }

        @Override
        public void secured(TlsMeasure measure) {
            handshakes.incrementAndGet();
            Duration took = Duration.ofNanos(nanos.getAsLong() - handshakeStart);
            synchronized (shaken) {
                if (shaken.size() == COSTS_MAX) {
                    shaken.removeFirst();
                }
                shaken.addLast(new Shaken(measure, took));
            }
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
