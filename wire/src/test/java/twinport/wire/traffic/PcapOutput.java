// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes a classic pcap file of Ethernet frames, times in nanoseconds (draft-ietf-opsawg-pcap).
public final class PcapOutput implements FrameSink, Closeable {
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int SNAPSHOT = 262_144;
    private static final int ETHERNET = 1;
    private static final long NANOS = 1_000_000_000L;
    private static final int BUFFER = 1 << 20;

    private final OutputStream out;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    public PcapOutput(OutputStream out) {
        this.out = out;
        buffer.putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4).putLong(0);
        buffer.putInt(SNAPSHOT).putInt(ETHERNET);
    }

    @Override
    public void frame(long epochNanos, byte[] bytes) throws IOException {
        if (buffer.remaining() < bytes.length + 16) {
            flush();
        }
        buffer.putInt((int) (epochNanos / NANOS)).putInt((int) (epochNanos % NANOS));
        buffer.putInt(bytes.length).putInt(bytes.length).put(bytes);
    }

    private void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
