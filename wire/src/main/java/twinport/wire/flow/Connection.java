// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One TCP connection, both directions.
public final class Connection {
    // Not known to whoever makes a capture, or its connections could all be made to fall on one
    // place of the table. What is read does not depend on them.
    private static final long SALT_HIGH = new SplittableRandom().nextLong() | 1;
    private static final long SALT_LOW = new SplittableRandom().nextLong();

    private final long id;
    private final boolean ipv6;
    private final long clientHigh;
    private final long clientLow;
    private final long serverHigh;
    private final long serverLow;
    private final int clientPort;
    private final int serverPort;
    private final boolean fromStart;
    private final int firstSequence;

    // What relative sequence numbers count from; only followed where somebody asks for them.
    private int clientBase;
    private int serverBase;
    private boolean clientBased;
    private boolean serverBased;

    /// The frame that spoke last, to find the most silent connection.
    long lastFrame;

    boolean closed;
    private @Nullable TcpStream fromClient;
    private @Nullable TcpStream fromServer;
    private @Nullable ConnectionSink sink;

    /// @param clientSends whether the frame at hand was sent by the client
    Connection(long id, Headers first, boolean clientSends, boolean fromStart) {
        this.id = id;
        this.ipv6 = first.ipv6;
        this.clientHigh = clientSends ? first.sourceHigh : first.targetHigh;
        this.clientLow = clientSends ? first.sourceLow : first.targetLow;
        this.clientPort = clientSends ? first.sourcePort : first.targetPort;
        this.serverHigh = clientSends ? first.targetHigh : first.sourceHigh;
        this.serverLow = clientSends ? first.targetLow : first.sourceLow;
        this.serverPort = clientSends ? first.targetPort : first.sourcePort;
        this.fromStart = fromStart;
        this.firstSequence = clientSends ? first.sequence : first.acknowledged - 1;
    }

    void attach(ConnectionSink taker, TcpStream.HeldBytes total, Recent recent) {
        sink = taker;
        fromClient = new TcpStream(Direction.FROM_CLIENT, taker, total, recent);
        fromServer = new TcpStream(Direction.FROM_SERVER, taker, total, recent);
    }

    /// Counted from 0 in the order of appearance.
    public long id() {
        return id;
    }

    /// Whether its first SYN was seen.
    public boolean fromStart() {
        return fromStart;
    }

    public Endpoint client() {
        return new Endpoint(address(clientHigh, clientLow), clientPort);
    }

    public Endpoint server() {
        return new Endpoint(address(serverHigh, serverLow), serverPort);
    }

    /// Payload bytes of a direction that were captured and delivered.
    public long delivered(Direction direction) {
        return stream(direction).delivered();
    }

    /// What the sequence numbers of a direction count from: the first that was given here.
    int base(Direction direction, int first) {
        if (direction == Direction.FROM_CLIENT) {
            clientBase = clientBased ? clientBase : first;
            clientBased = true;
            return clientBase;
        }
        serverBase = serverBased ? serverBase : first;
        serverBased = true;
        return serverBase;
    }

    TcpStream stream(Direction direction) {
        TcpStream stream = direction == Direction.FROM_CLIENT ? fromClient : fromServer;
        if (stream == null) {
            throw new IllegalStateException("connection " + id + " has no sink yet");
        }
        return stream;
    }

    boolean isBetween(Headers headers) {
        return sentByClient(headers) || sentByServer(headers);
    }

    boolean sentByClient(Headers headers) {
        return headers.sourcePort == clientPort
                && headers.targetPort == serverPort
                && headers.sourceLow == clientLow
                && headers.targetLow == serverLow
                && headers.sourceHigh == clientHigh
                && headers.targetHigh == serverHigh
                && headers.ipv6 == ipv6;
    }

    private boolean sentByServer(Headers headers) {
        return headers.sourcePort == serverPort
                && headers.targetPort == clientPort
                && headers.sourceLow == serverLow
                && headers.targetLow == clientLow
                && headers.sourceHigh == serverHigh
                && headers.targetHigh == clientHigh
                && headers.ipv6 == ipv6;
    }

    /// The same for both directions.
    int hash() {
        return hash(clientHigh, clientLow, clientPort, serverHigh, serverLow, serverPort);
    }

    static int hash(Headers headers) {
        return hash(
                headers.sourceHigh,
                headers.sourceLow,
                headers.sourcePort,
                headers.targetHigh,
                headers.targetLow,
                headers.targetPort);
    }

    private static int hash(long high, long low, int port, long high2, long low2, int port2) {
        long one = (high + SALT_HIGH) * (low + SALT_LOW) + port * 0xc2b2ae3d27d4eb4fL;
        long two = (high2 + SALT_HIGH) * (low2 + SALT_LOW) + port2 * 0xc2b2ae3d27d4eb4fL;
        long mixed = (one ^ one >>> 29) + (two ^ two >>> 29);
        mixed *= 0xbf58476d1ce4e5b9L;
        return (int) (mixed ^ mixed >>> 32);
    }

    /// Whether this SYN begins another connection between the same ends.
    boolean isReplacedBy(Headers syn) {
        return closed || !fromStart || !sentByClient(syn) || syn.sequence != firstSequence;
    }

    void close(Ending ending) {
        if (!closed) {
            closed = true;
            stream(Direction.FROM_CLIENT).releaseAll();
            stream(Direction.FROM_SERVER).releaseAll();
            if (sink != null) {
                sink.closed(ending);
            }
            if (ending == Ending.FINISHED) {
                // Nothing can follow: only the place of late repetitions is kept.
                stream(Direction.FROM_CLIENT).forgetSink();
                stream(Direction.FROM_SERVER).forgetSink();
                sink = null;
            }
        }
    }

    /// Bytes that wait at whoever takes this connection's bytes.
    long held() {
        return sink == null ? 0 : sink.held();
    }

    private InetAddress address(long high, long low) {
        try {
            if (ipv6) {
                byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
                return Inet6Address.getByAddress(null, bytes, -1);
            }
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) low).array());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }
}
