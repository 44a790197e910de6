// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Captures beyond 2, 4 and 10 GB. They are made of blocks that no reader knows, 32 MB each, and a
/// frame after each of them: on disk the blocks are holes.
@SuppressWarnings("ByteBufferBackingArray") // each array begins with its buffer
class LargeCaptureTest {
    private static final int BLOCK_BYTES = 32 << 20;
    private static final int BLOCKS = 340;
    private static final long BYTES = 10_000_000_000L;

    /// 0a0d0d0a, 28, 1a2b3c4d, version 1.0, length unknown, 28; then type 1, 20, Ethernet, 20.
    private static final byte[] BEGIN =
            little(48)
                    .putInt(0x0a0d0d0a)
                    .putInt(28)
                    .putInt(0x1a2b3c4d)
                    .putInt(1)
                    .putLong(-1)
                    .putInt(28)
                    .putInt(1)
                    .putInt(20)
                    .putInt(1)
                    .putInt(0)
                    .putInt(20)
                    .array();

    /// An enhanced packet block with four bytes: its number.
    private static byte[] frame(int number) {
        ByteBuffer out = little(36).putInt(6).putInt(36).putInt(0).putLong(0).putInt(4).putInt(4);
        return out.putInt(number).putInt(36).array();
    }

    @Test
    void aMappedFileOfMoreThanTenGigabytesIsReadToItsEnd(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.pcapng");
        assumeTrue(
                file.getFileSystem().supportedFileAttributeViews().contains("posix"),
                "no sparse files are known here: the large capture was not made");
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            long at = out.write(ByteBuffer.wrap(BEGIN), 0);
            for (int i = 0; i < BLOCKS; i++) {
                out.write(little(8).putInt(0xbad).putInt(BLOCK_BYTES).flip(), at);
                out.write(little(4).putInt(BLOCK_BYTES).flip(), at + BLOCK_BYTES - 4);
                at += BLOCK_BYTES;
                at += out.write(ByteBuffer.wrap(frame(i)), at);
            }
            assertThat(out.size()).isGreaterThan(BYTES);
        }

        try (CaptureFile capture = CaptureFile.open(file)) {
            assertThat(numbers(capture)).hasSize(BLOCKS).last().isEqualTo(BLOCKS - 1);
            assertThat(capture.position()).isGreaterThan(BYTES);
        }
    }

    @Test
    void aPipeOfMoreThanTenGigabytesIsReadToItsEnd() throws IOException {
        try (CaptureFile capture = CaptureFile.open(new Endless())) {
            assertThat(numbers(capture)).hasSize(BLOCKS).last().isEqualTo(BLOCKS - 1);
            assertThat(capture.position()).isGreaterThan(BYTES);
        }
    }

    private static List<Integer> numbers(CaptureFile capture) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        capture.forEach(block -> {
            switch (block) {
                case Frame frame ->
                        numbers.add(frame.bytes().get(ValueLayout.JAVA_INT_UNALIGNED, 0));
                case CaptureBlock.Fault fault -> throw new AssertionError(fault);
                default -> {}
            }
        });
        return numbers;
    }

    /// The same capture, made while it is read. Its zeros are those of the reader's fresh arrays.
    private static final class Endless extends InputStream {
        private int block;
        private byte[] part = BEGIN;
        private int at;
        private int zeros;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read by the array");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (zeros > 0) {
                int given = Math.min(zeros, length);
                zeros -= given;
                return given;
            }
            if (at == part.length && !next()) {
                return -1;
            }
            int given = Math.min(length, part.length - at);
            System.arraycopy(part, at, into, from, given);
            at += given;
            if (at == part.length && part.length == 8) {
                zeros = BLOCK_BYTES - 12;
            }
            return given;
        }

        @Override
        public long skip(long count) {
            long given = Math.min(zeros, count);
            zeros -= (int) given;
            return given;
        }

        private boolean next() {
            at = 0;
            if (part.length == 8) {
                part = little(40).putInt(BLOCK_BYTES).put(frame(block++)).array();
                return true;
            }
            part = little(8).putInt(0xbad).putInt(BLOCK_BYTES).array();
            return block < BLOCKS;
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.wrap(new byte[size]).order(ByteOrder.LITTLE_ENDIAN);
    }
}
