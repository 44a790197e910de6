// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import twinport.lab.Experiments;
import twinport.lab.Transport;
import twinport.lab.WireView;
import twinport.wire.pcap.LinkType;
import twinport.wire.pcap.PcapngWriter;

/// The bench's air: bytes of packets and records as they would cross the wire, and a capture of the
/// last ones (without network headers).
final class BenchWire {
    private static final int KEPT_MAX = 1_000;
    private static final int SAMPLE_MAX = 64;
    private static final int RECORD_HEADER = 5;

    /// One byte of inner content type, sixteen of tag: RFC 8446, section 5.2.
    private static final int SEAL = 17;

    @SuppressWarnings("ArrayRecordComponent")
    private record Kept(Instant at, byte[] bytes) {}

    private final RandomGenerator random;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long frames;
    private long bytes;
    private long readable;
    private long sealed;

    BenchWire(RandomGenerator random) {
        this.random = random;
    }

    synchronized long frames() {
        return frames;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long readable() {
        return readable;
    }

    synchronized long sealed() {
        return sealed;
    }

    /// What a PUBLISH looks like on the board's port, from it or to it.
    synchronized WireView publish(
            Instant at, BenchBoard board, boolean fromClient, String topic, String payload) {
        byte[] packet = mqttPublish(topic, payload);
        if (board.transport == Transport.PLAIN) {
            readable++;
            return view(at, board, fromClient, new Said("PUBLISH", topic, cut(payload)), packet);
        }
        sealed++;
        var said = new Said("TLS application data", null, null);
        return view(at, board, fromClient, said, record(23, packet.length + SEAL));
    }

    /// What the listener of the trap gets on the plain port.
    synchronized WireView trapped(Instant at, String topic, String payload) {
        readable++;
        BenchBoard listener =
                new BenchBoard(Experiments.LISTENER, "C++", Transport.PLAIN, Experiments.LISTENER);
        var said = new Said("PUBLISH", topic, cut(payload));
        return view(at, listener, false, said, mqttPublish(topic, payload));
    }

    /// What a board says first.
    synchronized List<WireView> hello(Instant at, BenchBoard board) {
        if (board.transport == Transport.PLAIN) {
            var connect = new Said("CONNECT", null, "user " + board.id + ", password ••••••");
            return List.of(
                    view(
                            at,
                            board,
                            true,
                            connect,
                            packet(0x10, "\0\4MQTT\4\u00c2\0\17" + board.id)),
                    view(
                            at,
                            board,
                            false,
                            new Said("CONNACK", null, "accepted"),
                            packet(0x20, "\0\0")));
        }
        var client = new Said("TLS ClientHello", null, "server name localhost");
        var server = new Said("TLS ServerHello", null, "TLS 1.3, TLS_AES_256_GCM_SHA384");
        return List.of(
                view(at, board, true, client, record(22, 512)),
                view(at, board, false, server, record(22, 122)));
    }

    private record Said(String kind, @Nullable String topic, @Nullable String text) {}

    private WireView view(Instant at, BenchBoard board, boolean fromClient, Said said, byte[] all) {
        frames++;
        bytes += all.length;
        if (kept.size() == KEPT_MAX) {
            kept.removeFirst();
        }
        kept.addLast(new Kept(at, all));
        return new WireView(
                at,
                board.port(),
                board.id,
                fromClient,
                said.kind(),
                board.transport == Transport.PLAIN,
                said.topic(),
                said.text(),
                all.length,
                HexFormat.of().formatHex(Arrays.copyOf(all, Math.min(all.length, SAMPLE_MAX))),
                frames);
    }

    /// MQTT 3.1.1, section 3.3: flags, remaining length, topic with its length, payload.
    private static byte[] mqttPublish(String topic, String payload) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream();
        body.write(name.length >> 8);
        body.write(name.length);
        body.writeBytes(name);
        body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
        return packet(0x30, body.toByteArray());
    }

    private static byte[] packet(int first, String latin1) {
        return packet(first, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] packet(int first, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.write(first);
        int left = body.length;
        do {
            out.write(left > 127 ? (left & 127) | 128 : left);
            left >>= 7;
        } while (left > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// RFC 8446, section 5.1: type, legacy version, length, and then bytes that tell nothing.
    private byte[] record(int type, int length) {
        byte[] all = new byte[RECORD_HEADER + length];
        random.nextBytes(all);
        all[0] = (byte) type;
        all[1] = 3;
        all[2] = 3;
        all[3] = (byte) (length >> 8);
        all[4] = (byte) length;
        return all;
    }

    private static String cut(String payload) {
        return payload.length() > 1_024 ? payload.substring(0, 1_024) : payload;
    }

    synchronized void write(OutputStream out, byte[] secrets) throws IOException {
        try (var writer = new PcapngWriter(out, "bench")) {
            int wire = writer.addInterface(LinkType.RAW, "bench", "no network headers");
            if (secrets.length > 0) {
                writer.secrets(secrets);
            }
            for (Kept one : kept) {
                long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, one.at());
                writer.frame(wire, nanos, one.bytes(), null);
            }
        }
    }
}
