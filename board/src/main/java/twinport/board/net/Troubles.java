// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What is wrong on purpose between a board's Wi-Fi and the world. Safe for several threads.
///
/// A slow or lossy link is that of connections made from then on.
public final class Troubles {
    /// Where a captive portal leads every name (RFC 6890: no real network uses it).
    static final InetAddress PORTAL = InetAddress.ofLiteral("198.18.255.254");

    private final RandomGenerator random;
    private volatile Link link = Link.GOOD;
    private volatile boolean namesFail;
    private volatile boolean portal;
    private volatile boolean scarceMemory;

    /// @param random of jitter and loss
    public Troubles(RandomGenerator random) {
        this.random = random;
    }

    /// A link that is not perfect.
    ///
    /// @param latency added in each direction
    /// @param jitter at most so much more
    /// @param bytesPerSecond in each direction; 0 for no limit
    /// @param loss how likely a connection ends with each piece that it carries, 0 to 1
    public record Link(Duration latency, Duration jitter, long bytesPerSecond, double loss) {
        public static final Link GOOD = new Link(Duration.ZERO, Duration.ZERO, 0, 0);

        public Link withLatency(Duration newLatency, Duration newJitter) {
            return new Link(newLatency, newJitter, bytesPerSecond, loss);
        }

        public Link withBandwidth(long newBytesPerSecond) {
            return new Link(latency, jitter, newBytesPerSecond, loss);
        }

        public Link withLoss(double newLoss) {
            return new Link(latency, jitter, bytesPerSecond, newLoss);
        }
    }

    public Link link() {
        return link;
    }

    public void link(Link next) {
        link = next;
    }

    /// Whether names are not resolved.
    public void namesFail(boolean on) {
        namesFail = on;
    }

    boolean namesFail() {
        return namesFail;
    }

    /// Whether every name leads to a login page and nothing else answers.
    public void portal(boolean on) {
        portal = on;
    }

    boolean portal() {
        return portal;
    }

    /// Whether TLS finds no memory for its buffers.
    public void scarceMemory(boolean on) {
        scarceMemory = on;
    }

    boolean scarceMemory() {
        return scarceMemory;
    }

    /// The connection as the link lets it through.
    Socket over(Socket socket) throws IOException {
        Link now = link;
        return now.equals(Link.GOOD) ? socket : new SlowSocket(socket, now, random);
    }
}
