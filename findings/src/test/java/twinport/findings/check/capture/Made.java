// SPDX-License-Identifier: MIT
package twinport.findings.check.capture;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import twinport.findings.check.CaptureFacts;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;

/// A capture made for a test: TCP connections between IPv4 addresses, frame by frame, a millisecond
/// apart unless time is let pass.
final class Made {
    static final Instant BEGIN = Instant.parse("2026-06-01T10:00:00Z");
    private static final long MILLISECOND = 1_000_000;

    private final List<CaptureBlock> blocks = new ArrayList<>();
    private long frames;
    private long nanos = BEGIN.getEpochSecond() * 1_000_000_000L;
    private int ports = 40_000;

    /// Of an interface that is not a lab's.
    static Made capture() {
        Made made = new Made();
        made.blocks.add(new CaptureBlock.Interface(0, LinkType.RAW, "eth0", ""));
        return made;
    }

    /// Of a lab's relay tap.
    static Made tap() {
        Made made = new Made();
        made.blocks.add(
                new CaptureBlock.Interface(
                        0,
                        LinkType.RAW,
                        "relay tap",
                        "relay tap; application bytes real, lower headers synthesised"));
        return made;
    }

    Made pass(double seconds) {
        nanos += (long) (seconds * 1e9);
        return this;
    }

    Made keys(String nssKeyLog) {
        blocks.add(new CaptureBlock.Secrets(nssKeyLog.getBytes(StandardCharsets.US_ASCII)));
        return this;
    }

    /// A new connection from `client` to `10.0.0.2`.
    Talk talk(String client, int port) {
        return new Talk(client, "10.0.0.2", port);
    }

    Talk talk(String client, String server, int port) {
        return new Talk(client, server, port);
    }

    Made datagram(String from, int fromPort, String to, int toPort, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(28 + body.length);
        out.put(ip(from, to, 17, 8 + body.length));
        out.putShort((short) fromPort).putShort((short) toPort);
        out.putShort((short) (8 + body.length)).putShort((short) 0).put(body);
        return frame(out.array());
    }

    private Made frame(byte[] bytes) {
        nanos += MILLISECOND;
        frames++;
        blocks.add(
                new Frame(frames, nanos, LinkType.RAW, MemorySegment.ofArray(bytes), bytes.length));
        return this;
    }

    List<CaptureBlock> blocks() {
        return List.copyOf(blocks);
    }

    CaptureFacts facts() {
        CaptureFactsReader reader = new CaptureFactsReader("made");
        blocks.forEach(reader::accept);
        return reader.finish();
    }

    private static byte[] ip(String from, String to, int protocol, int length) {
        ByteBuffer out = ByteBuffer.allocate(20);
        out.put((byte) 0x45).put((byte) 0).putShort((short) (20 + length));
        out.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
        return out.put(address(from)).put(address(to)).array();
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// One TCP connection.
    final class Talk {
        private static final int FIN = 1;
        private static final int SYN = 2;
        private static final int RST = 4;
        private static final int ACK = 16;

        private final String client;
        private final String server;
        private final int port;
        private final int clientPort = ports++;
        private int sent = 1000;
        private int answered = 5000;

        private Talk(String client, String server, int port) {
            this.client = client;
            this.server = server;
            this.port = port;
            send(true, SYN, new byte[0]);
            sent++;
            send(false, SYN | ACK, new byte[0]);
            answered++;
        }

        Talk client(byte[]... parts) {
            for (byte[] bytes : parts) {
                send(true, ACK, bytes);
                sent += bytes.length;
            }
            return this;
        }

        Talk server(byte[]... parts) {
            for (byte[] bytes : parts) {
                send(false, ACK, bytes);
                answered += bytes.length;
            }
            return this;
        }

        Talk pass(double seconds) {
            Made.this.pass(seconds);
            return this;
        }

        Made close() {
            send(true, FIN | ACK, new byte[0]);
            sent++;
            send(false, FIN | ACK, new byte[0]);
            return Made.this;
        }

        Made reset() {
            send(true, RST | ACK, new byte[0]);
            return Made.this;
        }

        Made open() {
            return Made.this;
        }

        private void send(boolean fromClient, int flags, byte[] bytes) {
            ByteBuffer out = ByteBuffer.allocate(40 + bytes.length);
            out.put(
                    ip(
                            fromClient ? client : server,
                            fromClient ? server : client,
                            6,
                            20 + bytes.length));
            out.putShort((short) (fromClient ? clientPort : port));
            out.putShort((short) (fromClient ? port : clientPort));
            out.putInt(fromClient ? sent : answered).putInt(fromClient ? answered : sent);
            out.put((byte) 0x50).put((byte) flags).putShort((short) 65535).putInt(0).put(bytes);
            frame(out.array());
        }
    }
}
