// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// From frames to the byte streams of TCP connections. Not thread-safe.
public final class Reassembler {
    /// Connections kept at once, ended ones included (late repetitions still belong to them).
    public static final int CONNECTIONS_MAX = ConnectionTable.CONNECTIONS_MAX;

    /// Bytes that may wait, in all connections together, for the rest of a record or packet.
    public static final long WAITING_BYTES_MAX = ConnectionTable.WAITING_BYTES_MAX;

    /// How many payload bytes may come between two looks at what waits.
    private static final int WAITING_CHECK_BYTES = 8 << 20;

    /// Data this near the end of a closed connection still belongs to it.
    private static final int LATE_BYTES = 1 << 24;

    private final FlowSink sink;
    private final Share share;
    private final Headers headers = new Headers();
    private final TcpStream.HeldBytes held = new TcpStream.HeldBytes();
    private final Recent recent = new Recent();
    private final Fragments fragments;

    /// What the segment at hand was put together from; null for a segment in one frame.
    private @Nullable List<ByteRange> pieces;

    private final ConnectionTable connections = new ConnectionTable();
    private long opened;
    private long checkedAt;

    // What FrameCounts tells.
    private long frames;
    private long frameBytes;
    private long ipv4;
    private long ipv6;
    private long segments;
    private long inFragments;
    private long others;
    private long malformed;
    private long payloadBytes;

    /// Reads every connection.
    public Reassembler(FlowSink sink) {
        this(sink, Share.ALL);
    }

    /// Reads the connections of one share; frames are counted whole in each.
    public Reassembler(FlowSink sink, Share share) {
        this.sink = sink;
        this.share = share;
        this.fragments = new Fragments(this::malformed);
    }

    /// Reads one frame; what it completes goes to the sinks before this returns.
    public void accept(Frame frame) {
        LinkType link = frame.link();
        MemorySegment bytes =
                link == LinkType.RADIOTAP
                        ? WifiHeader.withoutCheckSum(frame.bytes())
                        : frame.bytes();
        frames++;
        frameBytes += frame.originalLength();
        int ip = LinkHeader.ipOffset(link, bytes);
        if (ip >= 0) {
            network(bytes, ip, frame.number());
        } else if (ip == LinkHeader.NONE) {
            others++;
        } else {
            unusual(ip, link, bytes, frame.number());
        }
    }

    private void network(MemorySegment bytes, int ip, long number) {
        Headers.Kind kind = headers.read(bytes, ip);
        if (kind != Headers.Kind.MALFORMED) {
            ipv6 += headers.ipv6 ? 1 : 0;
            ipv4 += headers.ipv6 ? 0 : 1;
        }
        switch (kind) {
            case TCP -> ours(bytes, number);
            case MALFORMED -> malformed(number, headers.faultAt);
            case FRAGMENT -> fragment(bytes, number);
            case OTHER -> others++;
        }
    }

    private void ours(MemorySegment bytes, long number) {
        segments++;
        payloadBytes += headers.payloadSent;
        if (payloadBytes - checkedAt > WAITING_CHECK_BYTES) {
            checkedAt = payloadBytes;
            connections.boundWaiting();
        }
        if (share.has(Connection.hash(headers))) {
            segment(bytes, number);
        }
    }

    private void malformed(long number, int at) {
        String fault = Objects.requireNonNull(headers.fault);
        malformed(headers.faultLayer, fault, headers.faultRule, number, at);
    }

    private void malformed(Layer layer, String what, String rule, long number, int at) {
        malformed++;
        if (share.isFirst()) {
            sink.malformed(layer, what, rule, number, at);
        }
    }

    private void fragment(MemorySegment bytes, long number) {
        inFragments++;
        Fragments.Whole whole = fragments.accept(headers, bytes, number);
        if (whole == null) {
            return;
        }
        switch (headers.readWhole(whole)) {
            case TCP -> {
                pieces = whole.where();
                ours(whole.bytes(), number);
                pieces = null;
            }
            case MALFORMED -> {
                ByteRange place = whole.place(headers.faultAt);
                malformed(place.frame(), place.offset());
            }
            case FRAGMENT, OTHER -> {}
        }
    }

    /// What the frames so far hold.
    public FrameCounts counts() {
        return new FrameCounts(
                frames,
                frameBytes,
                ipv4,
                ipv6,
                segments,
                inFragments,
                others,
                malformed,
                payloadBytes);
    }

    private void unusual(int found, LinkType link, MemorySegment bytes, long number) {
        switch (found) {
            case LinkHeader.AGGREGATE ->
                    aggregate(bytes, WifiHeader.aggregateAt(link, bytes), number);
            case LinkHeader.TOO_MANY_TAGS ->
                    malformed(
                            Layer.LINK,
                            "more than " + LinkHeader.TAGS_MAX + " VLAN tags",
                            "IEEE 802.1Q §9.3: a service tag and a customer tag",
                            number,
                            0);
            case LinkHeader.RADIOTAP_LENGTH ->
                    malformed(
                            Layer.LINK,
                            "a radiotap header that does not fit its frame",
                            "radiotap.org: version 0, and a length of 8 bytes up to the frame's",
                            number,
                            0);
            default -> throw new AssertionError("no such answer of LinkHeader: " + found);
        }
    }

    /// Reads the packets of an 802.11 aggregate (A-MSDU, IEEE 802.11-2020 §9.3.2.2).
    private void aggregate(MemorySegment bytes, int first, long number) {
        int end = (int) bytes.byteSize();
        int at = first;
        for (int i = 0; i < WifiHeader.SUBFRAMES_MAX; i++) {
            int from = at + WifiHeader.SUBFRAME_HEADER_BYTES;
            if (from >= end) {
                return;
            }
            int length = WifiHeader.subframeBytes(bytes, at);
            if (length > end - from) {
                malformed(
                        Layer.LINK,
                        "a subframe of " + length + " bytes where " + (end - from) + " are left",
                        "IEEE 802.11-2020 §9.3.2.2: subframes lie within their frame",
                        number,
                        at + 12);
                length = end - from;
            }
            int ip = LinkHeader.snap(bytes, from, from + length);
            if (ip >= 0) {
                network(bytes.asSlice(0, (long) from + length), ip, number);
            }
            at = at + ((WifiHeader.SUBFRAME_HEADER_BYTES + length + 3) & ~3);
        }
    }

    /// The capture is over: what is held follows, and every connection is closed.
    public void end() {
        fragments.end();
        connections.closeAll();
    }

    private void segment(MemorySegment bytes, long number) {
        Connection connection = connections.find(headers);
        boolean opening = headers.has(Headers.SYN) && !headers.has(Headers.ACK);
        if (connection != null && opening && connection.isReplacedBy(headers)) {
            connections.remove(connection, Ending.REPLACED);
            connection = null;
        }
        if (connection != null && connection.closed && isElsewhere(connection)) {
            connections.remove(connection, Ending.REPLACED);
            connection = null;
        }
        if (connection == null) {
            if (headers.has(Headers.RST) && headers.payloadSent == 0) {
                return;
            }
            connection = open();
        }
        connection.lastFrame = number;
        boolean fromClient = connection.sentByClient(headers);
        Direction direction = fromClient ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        sink.segment(connection, direction);
        take(connection, direction, bytes, number);
    }

    private void take(Connection connection, Direction direction, MemorySegment bytes, long frame) {
        TcpStream stream = connection.stream(direction);
        TcpStream opposite = connection.stream(direction.opposite());
        int sequence = headers.sequence;
        if (headers.has(Headers.SYN)) {
            sequence++;
            if (!stream.started()) {
                stream.startAt(sequence);
            }
        }
        if (headers.has(Headers.ACK)) {
            if (headers.has(Headers.SYN) && !opposite.started()) {
                opposite.startAt(headers.acknowledged);
            }
            opposite.acknowledged(headers.acknowledged);
        }
        if (headers.payloadSent > 0) {
            stream.segment(
                    sequence,
                    bytes,
                    headers.payloadAt,
                    headers.payloadCaptured,
                    headers.payloadSent,
                    frame,
                    pieces);
        }
        if (headers.has(Headers.FIN)) {
            stream.finish(sequence + headers.payloadSent);
        }
        stream.frameSeen();
        opposite.frameSeen();
        if (headers.has(Headers.RST)) {
            connection.close(Ending.RESET);
        } else if (stream.ended() && opposite.ended()) {
            connection.close(Ending.FINISHED);
        }
    }

    /// Data far from where a closed connection stopped: the same ports, another connection.
    private boolean isElsewhere(Connection connection) {
        if (headers.payloadSent == 0) {
            return false;
        }
        boolean fromClient = connection.sentByClient(headers);
        Direction direction = fromClient ? Direction.FROM_CLIENT : Direction.FROM_SERVER;
        TcpStream stream = connection.stream(direction);
        int ahead = headers.sequence - stream.next();
        return stream.started() && (ahead > LATE_BYTES || ahead < -LATE_BYTES);
    }

    private Connection open() {
        connections.makeRoom();
        boolean syn = headers.has(Headers.SYN);
        boolean clientSends =
                syn
                        ? !headers.has(Headers.ACK)
                        : headers.sourcePort > headers.targetPort
                                || headers.sourcePort == headers.targetPort;
        Connection connection = new Connection(opened++, headers, clientSends, syn);
        connections.add(connection);
        connection.attach(sink.opened(connection), held, recent);
        return connection;
    }
}
