// SPDX-License-Identifier: MIT
package twinport.wire.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import twinport.wire.pcap.CaptureBlock;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.pcap.Frame;
import twinport.wire.read.Reader;

/// Any bytes as a capture file: pcap and pcapng, plain and gzip.
public final class CaptureTarget {
    /// Blocks of a compressed input are not bounded by its size.
    private static final int UNPACKED_BLOCKS_MAX = 4096;

    private CaptureTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<String> whole = new ArrayList<>();
        Reader reader = new Reader(_ -> {});
        long frameBytes = 0;
        for (CaptureBlock block : read(new ByteArrayInputStream(input))) {
            reader.accept(block);
            whole.add(line(block));
            if (block instanceof Frame frame) {
                frameBytes += frame.bytes().byteSize();
            }
        }
        reader.end();
        boolean packed = input.length > 1 && input[0] == 0x1f && input[1] == (byte) 0x8b;
        if (packed) {
            return;
        }
        Checks.that(frameBytes <= input.length, frameBytes + " bytes in frames of this input");
        Checks.that(whole.size() <= 1 + input.length / 8, whole.size() + " blocks");
        List<String> dripping = lines(read(new Dripping(input)));
        Checks.that(dripping.equals(whole), "dripping: " + dripping + "\nwhole: " + whole);
        firstPart(input, whole);
    }

    /// A capture that is cut gives the same frames up to the cut.
    private static void firstPart(byte[] input, List<String> whole) {
        int length = new Random(input.length).nextInt(input.length + 1);
        List<String> cut = lines(read(new ByteArrayInputStream(Arrays.copyOf(input, length))));
        List<String> frames = cut.stream().filter(line -> line.startsWith("Frame")).toList();
        List<String> all = whole.stream().filter(line -> line.startsWith("Frame")).toList();
        Checks.that(
                frames.size() <= all.size() && frames.equals(all.subList(0, frames.size())),
                "of the first " + length + " bytes: " + frames + "\nof all: " + all);
    }

    private static List<CaptureBlock> read(InputStream in) {
        List<CaptureBlock> blocks = new ArrayList<>();
        try (CaptureFile capture = CaptureFile.open(in)) {
            CaptureBlock block = capture.next();
            while (block != null && blocks.size() < UNPACKED_BLOCKS_MAX) {
                blocks.add(block);
                block = capture.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return blocks;
    }

    private static List<String> lines(List<CaptureBlock> blocks) {
        return blocks.stream().map(CaptureTarget::line).toList();
    }

    private static String line(CaptureBlock block) {
        return switch (block) {
            case Frame frame ->
                    "Frame %d %d %s %d of %d: %d"
                            .formatted(
                                    frame.number(),
                                    frame.epochNanos(),
                                    frame.link(),
                                    frame.bytes().byteSize(),
                                    frame.originalLength(),
                                    frame.bytes().asByteBuffer().hashCode());
            case CaptureBlock.Secrets(byte[] log) -> "Secrets " + Arrays.hashCode(log);
            case CaptureBlock.Interface _,
                    CaptureBlock.Names _,
                    CaptureBlock.Statistics _,
                    CaptureBlock.Fault _ ->
                    block.toString();
        };
    }

    /// Gives one to three bytes at a time.
    private static final class Dripping extends InputStream {
        private final byte[] bytes;
        private int at;

        Dripping(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int part = Math.min(Math.min(length, 1 + at % 3), bytes.length - at);
            System.arraycopy(bytes, at, into, from, part);
            at += part;
            return part;
        }
    }
}
