// SPDX-License-Identifier: MIT
package twinport.capture.segment;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import twinport.wire.flow.Direction;

/// The frames of one relayed connection, with the sequence numbers of both directions.
///
/// Each frame acknowledges all that was recorded of the other direction before. Not thread-safe.
public final class Dialogue {
    /// The most bytes of payload in one frame.
    public static final int MAX_PAYLOAD = 16 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LinkLayer link;
    private final InetSocketAddress client;
    private final InetSocketAddress server;
    private int clientNext;
    private int serverNext;
    private int frames;
    private final Set<Direction> ended = EnumSet.noneOf(Direction.class);

    /// @param number tells connections apart: their sequence numbers start at different values, so
    ///   that a reused port is not taken for a retransmission
    public Dialogue(InetSocketAddress client, InetSocketAddress server, long number) {
        this(client, server, number, LinkLayer.ETHERNET);
    }

    /// As above, with another link below.
    public Dialogue(
            InetSocketAddress client, InetSocketAddress server, long number, LinkLayer link) {
        this.link = link;
        this.client = client;
        this.server = server;
        this.clientNext = scatter(2 * number);
        this.serverNext = scatter(2 * number + 1);
    }

    /// SYN, SYN-ACK, ACK.
    public List<byte[]> opening() {
        byte[] syn = frame(Direction.FROM_CLIENT, Segment.SYN, NOTHING);
        clientNext++;
        byte[] answer = frame(Direction.FROM_SERVER, Segment.SYN | Segment.ACK, NOTHING);
        serverNext++;
        return List.of(syn, answer, frame(Direction.FROM_CLIENT, Segment.ACK, NOTHING));
    }

    /// Bytes one side sent, at most [#MAX_PAYLOAD].
    public byte[] payload(Direction direction, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length == 0 || length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "a frame carries 1 to " + MAX_PAYLOAD + " bytes: " + length);
        }
        byte[] frame = frame(direction, Segment.PSH | Segment.ACK, bytes);
        advance(direction, length);
        return frame;
    }

    /// One side said that it sends no more, and the other acknowledges it. Nothing when it had said
    /// so before.
    public List<byte[]> end(Direction direction) {
        if (!ended.add(direction)) {
            return List.of();
        }
        byte[] fin = frame(direction, Segment.FIN | Segment.ACK, NOTHING);
        advance(direction, 1);
        return List.of(fin, frame(direction.opposite(), Segment.ACK, NOTHING));
    }

    /// One side broke the connection off.
    public byte[] reset(Direction direction) {
        return frame(direction, Segment.RST | Segment.ACK, NOTHING);
    }

    private void advance(Direction direction, int bytes) {
        switch (direction) {
            case FROM_CLIENT -> clientNext += bytes;
            case FROM_SERVER -> serverNext += bytes;
        }
    }

    private byte[] frame(Direction direction, int flags, ByteBuffer bytes) {
        boolean acknowledges = (flags & Segment.ACK) != 0;
        Segment segment =
                switch (direction) {
                    case FROM_CLIENT ->
                            new Segment(
                                    link,
                                    direction,
                                    frames++,
                                    client,
                                    server,
                                    clientNext,
                                    acknowledges ? serverNext : 0,
                                    flags,
                                    bytes);
                    case FROM_SERVER ->
                            new Segment(
                                    link,
                                    direction,
                                    frames++,
                                    server,
                                    client,
                                    serverNext,
                                    clientNext,
                                    flags,
                                    bytes);
                };
        return segment.frame();
    }

    /// Spreads neighbouring numbers over the whole range (the finaliser of SplitMix64).
    private static int scatter(long number) {
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) (mixed ^ (mixed >>> 31));
    }
}
