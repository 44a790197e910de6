// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The blocks of a capture, read without any code of ours.
record Recorded(int type, ByteBuffer bytes) {
    static final int SECTION = 0x0A0D0D0A;
    static final int FRAME = 6;
    static final int SECRETS = 10;

    private static final int TIME_AT = 12;
    private static final int LENGTH_AT = 20;
    private static final int FRAME_AT = 28;

    /// Fails when the file does not end with a whole block.
    static List<Recorded> blocks(Path file) throws IOException {
        return blocks(Files.readAllBytes(file));
    }

    static List<Recorded> blocks(byte[] capture) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        List<Recorded> blocks = new ArrayList<>();
        for (int at = 0; at < file.limit(); ) {
            int length = file.getInt(at + 4);
            if (length < 12
                    || at + length > file.limit()
                    || file.getInt(at + length - 4) != length) {
                throw new IOException("no whole block at " + at);
            }
            ByteBuffer block = file.slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
            blocks.add(new Recorded(file.getInt(at), block));
            at += length;
        }
        return blocks;
    }

    /// How many bytes the whole blocks at the beginning have.
    static int wholeBlocks(byte[] capture) {
        ByteBuffer file = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + 12 <= file.limit() && at + file.getInt(at + 4) <= file.limit()) {
            at += file.getInt(at + 4);
        }
        return at;
    }

    long epochNanos() {
        return ((long) bytes.getInt(TIME_AT) << 32)
                | Integer.toUnsignedLong(bytes.getInt(TIME_AT + 4));
    }

    /// What was sent from this port over IPv4, the frames without options put together.
    static byte[] payload(List<Recorded> blocks, int sourcePort) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (Recorded block : blocks) {
            int length = block.type == FRAME ? block.bytes.getInt(LENGTH_AT) : 0;
            if (length > 54
                    && port(block) == sourcePort
                    && block.bytes.get(FRAME_AT + 46) == 0x50) {
                byte[] part = new byte[length - 54];
                block.bytes.get(FRAME_AT + 54, part);
                payload.writeBytes(part);
            }
        }
        return payload.toByteArray();
    }

    /// Network byte order, unlike the blocks around it.
    private static int port(Recorded block) {
        ByteBuffer frame = block.bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        return Short.toUnsignedInt(frame.getShort(FRAME_AT + 34));
    }
}
