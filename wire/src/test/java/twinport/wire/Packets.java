// SPDX-License-Identifier: MIT
package twinport.wire;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;
import twinport.wire.tls.SecretLog;

/// Makes the frames of one TCP connection, byte by byte, in any order, and reads them.
public final class Packets {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int ACK = 16;

    private final List<Frame> frames = new ArrayList<>();
    private final int clientStart;
    private final int serverStart;
    private final int clientPort;

    public Packets() {
        this(1000, 5000, 40000);
    }

    /// @param clientStart the client's first sequence number
    public Packets(int clientStart, int serverStart, int clientPort) {
        this.clientStart = clientStart;
        this.serverStart = serverStart;
        this.clientPort = clientPort;
    }

    public Packets open() {
        client(SYN, -1, new byte[0]);
        server(SYN | ACK, -1, 0, new byte[0]);
        return this;
    }

    /// Bytes of the client, `at` bytes into its stream.
    public Packets client(int at, byte[] bytes) {
        return client(ACK, at, bytes);
    }

    public Packets client(int flags, int at, byte[] bytes) {
        byte[] frame = ipv4(true, flags, clientStart + 1 + at, serverStart + 1, bytes);
        return add(frame, LinkType.ETHERNET, frame.length);
    }

    public Packets server(int at, byte[] bytes) {
        return server(ACK, at, 0, bytes);
    }

    /// @param acknowledged bytes of the client's stream
    public Packets server(int flags, int at, int acknowledged, byte[] bytes) {
        byte[] frame =
                ipv4(false, flags, serverStart + 1 + at, clientStart + 1 + acknowledged, bytes);
        return add(frame, LinkType.ETHERNET, frame.length);
    }

    /// A frame of the client of which the capture keeps only the first bytes.
    public Packets clientCut(int at, byte[] bytes, int kept) {
        byte[] frame = ipv4(true, ACK, clientStart + 1 + at, serverStart + 1, bytes);
        return add(
                java.util.Arrays.copyOf(frame, frame.length - bytes.length + kept),
                LinkType.ETHERNET,
                frame.length);
    }

    public Packets add(byte[] frame, LinkType link, int originalLength) {
        long number = frames.size() + 1L;
        frames.add(
                new Frame(
                        number,
                        1_000_000_000L * number,
                        link,
                        MemorySegment.ofArray(frame),
                        originalLength));
        return this;
    }

    public Packets then(Packets other) {
        other.frames.forEach(each ->
                add(
                        each.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
                        each.link(),
                        each.originalLength()));
        return this;
    }

    public List<Frame> frames() {
        return List.copyOf(frames);
    }

    public List<Observation> read() {
        return read(new SecretLog());
    }

    public List<Observation> read(SecretLog secrets) {
        List<Observation> seen = new ArrayList<>();
        Reader reader = new Reader(seen::add, secrets);
        frames.forEach(reader::accept);
        reader.end();
        return seen;
    }

    /// Ethernet, IPv4 and TCP headers with nothing special in them.
    private byte[] ipv4(boolean fromClient, int flags, int sequence, int ack, byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(54 + bytes.length);
        out.put(new byte[12]).putShort((short) 0x0800);
        out.put(ip(fromClient, bytes.length));
        out.put(tcp(fromClient, flags, sequence, ack, bytes));
        return out.array();
    }

    /// An IPv4 header before a TCP segment with so many bytes.
    public byte[] ip(boolean fromClient, int payload) {
        ByteBuffer out = ByteBuffer.allocate(20);
        out.put((byte) 0x45).put((byte) 0).putShort((short) (40 + payload));
        out.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
        out.putInt(fromClient ? 0x0a000001 : 0x0a000002);
        out.putInt(fromClient ? 0x0a000002 : 0x0a000001);
        return out.array();
    }

    public byte[] tcp(boolean fromClient, int flags, int sequence, int ack, byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(20 + bytes.length);
        out.putShort((short) (fromClient ? clientPort : 1883));
        out.putShort((short) (fromClient ? 1883 : clientPort));
        out.putInt(sequence).putInt(ack).put((byte) 0x50).put((byte) flags);
        out.putShort((short) 65535).putInt(0).put(bytes);
        return out.array();
    }

    // ---- MQTT

    /// CONNECT 3.1.1 with a client id.
    public static byte[] connect(String clientId) {
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        byte[] head = {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0};
        return join(head, new byte[] {(byte) id.length}, id);
    }

    /// PUBLISH with QoS 0.
    public static byte[] publish(String topic, String payload) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        byte[] text = payload.getBytes(StandardCharsets.UTF_8);
        int remaining = 2 + name.length + text.length;
        byte[] head =
                remaining < 128
                        ? new byte[] {0x30, (byte) remaining}
                        : new byte[] {
                            0x30, (byte) ((remaining & 0x7f) | 0x80), (byte) (remaining >> 7)
                        };
        return join(head, new byte[] {(byte) (name.length >> 8), (byte) name.length}, name, text);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
