// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import twinport.wire.flow.Direction;

/// The frames of one TCP connection over IPv4 and Ethernet as two ordinary stacks send them: MTU
/// 1500, an acknowledgement in every segment, on its own for every second full segment, else after
/// a delay (RFC 1122 section 4.2.3.2). Nothing is lost here.
final class TcpLink {
    private static final int SEGMENT = 1460;
    private static final int HEADERS = 54;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int PSH = 8;
    private static final int ACK = 16;
    private static final byte[] MAXIMUM_SEGMENT = {2, 4, 0x05, (byte) 0xb4};

    /// Between two frames of one side, and from one side to the other.
    private static final long FRAME_NANOS = 12_000;

    private static final long TRIP_NANOS = 900_000;

    /// lwIP on the board's side, Linux on the broker's.
    private static final long CLIENT_DELAY_NANOS = 250_000_000;

    private static final long SERVER_DELAY_NANOS = 40_000_000;

    /// A frame that waits for its turn among those of other connections.
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Timed(long nanos, byte[] bytes) {}

    private static final class Side {
        final int address;
        final int port;
        final long delay;
        int sequence;
        int identification;
        int unacknowledgedSegments;
        long acknowledgeAt = Long.MAX_VALUE;

        Side(int address, int port, long delay, RandomGenerator random) {
            this.address = address;
            this.port = port;
            this.delay = delay;
            this.sequence = random.nextInt();
            this.identification = random.nextInt(0x10000);
        }
    }

    private final Queue<Timed> frames = new ArrayDeque<>();
    private final Side client;
    private final Side server;
    private long now;

    TcpLink(int clientAddress, int serverAddress, int port, RandomGenerator random, long start) {
        int clientPort = 49_152 + random.nextInt(16_384);
        client = new Side(clientAddress, clientPort, CLIENT_DELAY_NANOS, random);
        server = new Side(serverAddress, port, SERVER_DELAY_NANOS, random);
        now = start;
    }

    Queue<Timed> frames() {
        return frames;
    }

    long now() {
        return now;
    }

    /// Time goes by, and acknowledgements become due.
    void pass(long nanos) {
        long then = now + nanos;
        Side first = client.acknowledgeAt <= server.acknowledgeAt ? client : server;
        Side second = first == client ? server : client;
        acknowledgeIfDue(first, then);
        acknowledgeIfDue(second, then);
        now = then;
    }

    private void acknowledgeIfDue(Side side, long then) {
        if (side.acknowledgeAt <= then) {
            now = Math.max(now, side.acknowledgeAt);
            segment(side, ACK, new byte[0], 0, 0);
        }
    }

    void open() {
        segment(client, SYN, MAXIMUM_SEGMENT, 0, 0);
        client.sequence++;
        pass(TRIP_NANOS);
        segment(server, SYN | ACK, MAXIMUM_SEGMENT, 0, 0);
        server.sequence++;
        pass(TRIP_NANOS);
        segment(client, ACK, new byte[0], 0, 0);
    }

    /// Bytes of one side; they arrive before the other side goes on.
    void send(Direction direction, byte[] bytes) {
        Side from = direction == Direction.FROM_CLIENT ? client : server;
        Side to = from == client ? server : client;
        for (int at = 0; at < bytes.length; at += SEGMENT) {
            int length = Math.min(SEGMENT, bytes.length - at);
            boolean last = at + length == bytes.length;
            segment(from, last ? ACK | PSH : ACK, bytes, at, length);
            from.sequence += length;
            received(to);
            pass(FRAME_NANOS);
        }
        pass(TRIP_NANOS);
    }

    private void received(Side to) {
        to.unacknowledgedSegments++;
        if (to.unacknowledgedSegments == 2) {
            to.acknowledgeAt = now + FRAME_NANOS;
        } else if (to.acknowledgeAt == Long.MAX_VALUE) {
            to.acknowledgeAt = now + to.delay;
        }
    }

    void close() {
        segment(client, FIN | ACK, new byte[0], 0, 0);
        client.sequence++;
        pass(TRIP_NANOS);
        segment(server, FIN | ACK, new byte[0], 0, 0);
        server.sequence++;
        pass(TRIP_NANOS);
        segment(client, ACK, new byte[0], 0, 0);
    }

    /// With SYN the bytes are options, which the header holds.
    private void segment(Side from, int flags, byte[] bytes, int at, int length) {
        Side to = from == client ? server : client;
        int options = (flags & SYN) != 0 ? bytes.length : 0;
        byte[] frame = new byte[HEADERS + options + length];
        ByteBuffer out = ByteBuffer.wrap(frame);
        ethernet(out, from == client);
        out.putShort((short) 0x4500).putShort((short) (40 + options + length));
        out.putShort((short) from.identification++).putShort((short) 0x4000);
        out.putShort((short) 0x4006).putShort((short) 0).putInt(from.address).putInt(to.address);
        out.putShort(24, (short) ~sum(frame, 14, 34, 0));
        out.putShort((short) from.port).putShort((short) to.port).putInt(from.sequence);
        out.putInt((flags & ACK) != 0 ? to.sequence : 0);
        out.put((byte) ((20 + options) << 2)).put((byte) flags).putShort((short) 0xfaf0);
        out.putInt(0).put(bytes, at, options + length);
        int pseudo = 6 + 20 + options + length + words(from.address) + words(to.address);
        out.putShort(50, (short) ~sum(frame, 34, frame.length, pseudo));
        frames.add(new Timed(now, frame));
        from.unacknowledgedSegments = 0;
        from.acknowledgeAt = Long.MAX_VALUE;
    }

    private static void ethernet(ByteBuffer out, boolean fromClient) {
        long board = 0x24_0a_c4_00_00_01L;
        long router = 0x02_00_00_00_00_01L;
        mac(out, fromClient ? router : board);
        mac(out, fromClient ? board : router);
        out.putShort((short) 0x0800);
    }

    private static void mac(ByteBuffer out, long address) {
        out.putShort((short) (address >> 32)).putInt((int) address);
    }

    private static int words(int address) {
        return (address >>> 16) + (address & 0xffff);
    }

    /// The Internet check sum before its complement (RFC 1071).
    private static int sum(byte[] bytes, int from, int to, int start) {
        int sum = start;
        for (int i = from; i < to - 1; i += 2) {
            sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
        }
        if ((to - from) % 2 == 1) {
            sum += (bytes[to - 1] & 0xff) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
