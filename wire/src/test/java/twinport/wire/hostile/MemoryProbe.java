// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import twinport.wire.Packets;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// Reads in a Java of its own, whose heap is as large as the reader may make it: it runs out of
/// memory when the reader takes more.
public final class MemoryProbe {
    /// As many connections as are kept, and some that push others out.
    private static final int CONNECTIONS = 140_000;

    private static final int FRAMES = 1_000_000;
    private static final int CLIENTS = 100;

    private MemoryProbe() {}

    public static void main(String... arguments) throws IOException {
        long messages =
                switch (arguments[0]) {
                    case "files" -> files(Path.of(arguments[1]));
                    case "connections" -> connections();
                    case "frames" -> frames();
                    default -> throw new IllegalArgumentException(arguments[0]);
                };
        System.out.println(messages);
    }

    private static final class Counting {
        private long messages;

        void see(Observation observation) {
            messages += observation instanceof Observation.MqttSeen ? 1 : 0;
        }
    }

    /// Each file of a folder, mapped.
    private static long files(Path folder) throws IOException {
        long messages = 0;
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            messages += read(CaptureFile.open(file));
        }
        return messages;
    }

    private static long read(CaptureFile opened) throws IOException {
        Counting counting = new Counting();
        Reader reader = new Reader(counting::see);
        try (CaptureFile capture = opened) {
            capture.forEach(reader::accept);
        }
        reader.end();
        return counting.messages;
    }

    /// A CONNECT and a PUBLISH on each of many connections that stay open.
    private static long connections() {
        Counting counting = new Counting();
        Reader reader = new Reader(counting::see);
        byte[] said = join(connect("board"), publish("a/b", "21.5"));
        for (int i = 0; i < CONNECTIONS; i++) {
            Packets packets = new Packets(i, i, i & 0xffff).open().client(0, said);
            for (Frame frame : packets.frames()) {
                // The client's address tells those with one port apart.
                byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
                int client = bytes[29] == 1 ? 26 : 30;
                bytes[client + 1] = (byte) (i >>> 16);
                reader.accept(
                        new Frame(
                                frame.number(),
                                frame.epochNanos(),
                                frame.link(),
                                java.lang.foreign.MemorySegment.ofArray(bytes),
                                bytes.length));
            }
        }
        reader.end();
        return counting.messages;
    }

    /// A pipe that never holds more than one frame.
    private static long frames() throws IOException {
        return read(CaptureFile.open(new Pipe()));
    }

    private static final class Pipe extends InputStream {
        private byte[] bytes = Made.pcapHeader(1);
        private int at;
        private int made;
        private final int[] sent = new int[CLIENTS];
        private final byte[] publish = publish("boards/one/dht22", "21.5 48");

        @Override
        public int read() {
            throw new UnsupportedOperationException("read by the array");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == bytes.length) {
                if (made == FRAMES) {
                    return -1;
                }
                bytes = next();
                at = 0;
            }
            int part = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, from, part);
            at += part;
            return part;
        }

        private byte[] next() {
            int client = made++ % CLIENTS;
            byte[] said = sent[client] == 0 ? connect("board") : publish;
            Packets packets = new Packets(1000, 5000, 30_000 + client);
            packets.client(sent[client], said);
            sent[client] += said.length;
            byte[] frame = packets.frames().getFirst().bytes().toArray(ValueLayout.JAVA_BYTE);
            return Made.pcapFrame(1, made, frame.length, frame.length, frame);
        }
    }
}
