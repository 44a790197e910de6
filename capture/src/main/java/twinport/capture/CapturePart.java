// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/// One file of a capture as it was at one moment: blocks up to `length`. The last one may be cut
/// off when a write failed; it counts as not there.
record CapturePart(FileChannel channel, long length) implements Closeable {
    /// pcapng section 3.1: type and total length stand before a block's body.
    private static final int BLOCK_HEADER = 8;

    private static final int BLOCK_MIN = 12;

    /// Longer than any block we write.
    private static final int BLOCK_MAX = 32 * 1024 * 1024;

    private static final int DECRYPTION_SECRETS = 10;

    /// Copies the blocks, those with secrets only if they are wanted.
    void copyTo(OutputStream out, boolean withSecrets) throws IOException {
        InputStream buffered = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        DataInputStream in = new DataInputStream(buffered);
        byte[] header = new byte[BLOCK_HEADER];
        for (long position = 0; position + BLOCK_MIN <= length; ) {
            in.readFully(header);
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            int type = fields.getInt();
            int blockLength = fields.getInt();
            if (blockLength < BLOCK_MIN || blockLength > BLOCK_MAX || blockLength % 4 != 0) {
                throw new IOException(
                        "the capture was changed: a block of " + blockLength + " at " + position);
            }
            if (position + blockLength > length) {
                return;
            }
            byte[] body = new byte[blockLength - BLOCK_HEADER];
            in.readFully(body);
            if (withSecrets || type != DECRYPTION_SECRETS) {
                out.write(header);
                out.write(body);
            }
            position += blockLength;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
