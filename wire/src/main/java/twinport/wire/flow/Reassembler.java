// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import twinport.wire.pcap.Frame;

/// From frames to the byte streams of TCP connections. Not thread-safe.
public final class Reassembler {
    /// Connections kept at once, ended ones included (late repetitions still belong to them).
    public static final int CONNECTIONS_MAX = 1 << 17;

    private static final int FIRST_SLOTS = 1 << 10;

    /// Data this near the end of a closed connection still belongs to it.
    private static final int LATE_BYTES = 1 << 24;

    private final FlowSink sink;
    private final Share share;
    private final Headers headers = new Headers();
    private final TcpStream.HeldBytes held = new TcpStream.HeldBytes();
    private @Nullable Connection[] slots = new Connection[FIRST_SLOTS];
    private int count;
    private long opened;

    // What FrameCounts tells.
    private long frames;
    private long frameBytes;
    private long ipv4;
    private long ipv6;
    private long segments;
    private long fragments;
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
    }

    /// Reads one frame; what it completes goes to the sinks before this returns.
    public void accept(Frame frame) {
        MemorySegment bytes = frame.bytes();
        frames++;
        frameBytes += frame.originalLength();
        int ip = LinkHeader.ipOffset(frame.link(), bytes);
        if (ip < 0) {
            others++;
            return;
        }
        Headers.Kind kind = headers.read(bytes, ip);
        if (kind != Headers.Kind.MALFORMED) {
            ipv6 += headers.ipv6 ? 1 : 0;
            ipv4 += headers.ipv6 ? 0 : 1;
        }
        switch (kind) {
            case TCP -> {
                segments++;
                payloadBytes += headers.payloadSent;
                if (share.has(Connection.hash(headers))) {
                    segment(bytes, frame.number());
                }
            }
            case MALFORMED -> malformed();
            case FRAGMENT -> fragments++;
            case OTHER -> others++;
        }
    }

    private void malformed() {
        malformed++;
        if (share.isFirst()) {
            sink.malformed(
                    headers.faultLayer,
                    Objects.requireNonNull(headers.fault),
                    headers.faultRule,
                    headers.faultAt);
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
                fragments,
                others,
                malformed,
                payloadBytes);
    }

    /// The capture is over: what is held follows, and every connection is closed.
    public void end() {
        Connection[] open =
                Arrays.stream(slots)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .sorted((a, b) -> Long.compare(a.id(), b.id()))
                        .toArray(Connection[]::new);
        for (Connection connection : open) {
            connection.close(Ending.CAPTURE_ENDED);
        }
        slots = new Connection[FIRST_SLOTS];
        count = 0;
    }

    private void segment(MemorySegment bytes, long number) {
        Connection connection = find();
        boolean opening = headers.has(Headers.SYN) && !headers.has(Headers.ACK);
        if (connection != null && opening && connection.isReplacedBy(headers)) {
            remove(connection, Ending.REPLACED);
            connection = null;
        }
        if (connection != null && connection.closed && isElsewhere(connection)) {
            remove(connection, Ending.REPLACED);
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
                    frame);
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
        if (count >= CONNECTIONS_MAX) {
            evict();
        }
        boolean syn = headers.has(Headers.SYN);
        boolean clientSends =
                syn
                        ? !headers.has(Headers.ACK)
                        : headers.sourcePort > headers.targetPort
                                || headers.sourcePort == headers.targetPort;
        Connection connection = new Connection(opened++, headers, clientSends, syn);
        insert(connection);
        count++;
        connection.attach(sink.opened(connection), held);
        if (count * 2 > slots.length) {
            rebuild(slots.length * 2);
        }
        return connection;
    }

    private @Nullable Connection find() {
        int mask = slots.length - 1;
        int index = Connection.hash(headers) & mask;
        Connection connection = slots[index];
        while (connection != null && !connection.isBetween(headers)) {
            index = (index + 1) & mask;
            connection = slots[index];
        }
        return connection;
    }

    private void insert(Connection connection) {
        int mask = slots.length - 1;
        int index = connection.hash() & mask;
        while (slots[index] != null) {
            index = (index + 1) & mask;
        }
        slots[index] = connection;
    }

    /// Takes a connection out and moves up those that were pushed on by it.
    private void remove(Connection connection, Ending ending) {
        connection.close(ending);
        int mask = slots.length - 1;
        int index = connection.hash() & mask;
        while (slots[index] != connection) {
            index = (index + 1) & mask;
        }
        slots[index] = null;
        count--;
        index = (index + 1) & mask;
        Connection pushed = slots[index];
        while (pushed != null) {
            slots[index] = null;
            insert(pushed);
            index = (index + 1) & mask;
            pushed = slots[index];
        }
    }

    private void rebuild(int size) {
        @Nullable Connection[] old = slots;
        slots = new Connection[size];
        for (Connection connection : old) {
            if (connection != null) {
                insert(connection);
            }
        }
    }

    /// Lets the eighth part go that has been silent the longest.
    private void evict() {
        long[] lastFrames =
                Arrays.stream(slots)
                        .filter(Objects::nonNull)
                        .mapToLong(each -> Objects.requireNonNull(each).lastFrame)
                        .sorted()
                        .toArray();
        long oldest = lastFrames[lastFrames.length / 8];
        for (int i = 0; i < slots.length; i++) {
            Connection connection = slots[i];
            if (connection != null && connection.lastFrame <= oldest) {
                connection.close(Ending.EVICTED);
                slots[i] = null;
                count--;
            }
        }
        rebuild(slots.length);
    }
}
