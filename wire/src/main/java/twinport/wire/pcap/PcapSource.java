// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The classic capture format (draft-ietf-opsawg-pcap): a header of 24 bytes, then frames with 16.
final class PcapSource implements BlockSource {
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final int MICROS = 0xa1b2c3d4;
    static final int NANOS = 0xa1b23c4d;
    static final int MICROS_SWAPPED = 0xd4c3b2a1;
    static final int NANOS_SWAPPED = 0x4d3cb2a1;

    private static final int FILE_HEADER_BYTES = 24;
    private static final int FRAME_HEADER_BYTES = 16;

    private final ByteWindow window;
    private boolean opened;
    private boolean ended;
    private boolean swapped;
    private int nanosPerUnit;
    private Optional<LinkType> link = Optional.empty();
    private long frames;
    private int linkField;
    private int snapLength;
    private int originalLength;

    PcapSource(ByteWindow window) {
        this.window = window;
    }

    @Override
    public @Nullable CaptureBlock next() throws IOException {
        if (!opened && !ended) {
            opened = true;
            return open();
        }
        while (!ended) {
            CaptureBlock block = nextFrame();
            if (block != null) {
                return block;
            }
        }
        return null;
    }

    private CaptureBlock open() throws IOException {
        if (!window.ensure(FILE_HEADER_BYTES)) {
            return fatal(BlockSource.cut(window.position(), "the file header"));
        }
        int magic = window.segment().get(INT, window.offset());
        swapped = magic == MICROS_SWAPPED || magic == NANOS_SWAPPED;
        nanosPerUnit = magic == MICROS || magic == MICROS_SWAPPED ? 1000 : 1;
        // The upper bits of the link type field carry FCS length and class (draft §4).
        linkField = integer(20);
        snapLength = integer(16);
        int number = linkField & 0xffff;
        link = LinkType.of(number);
        long at = window.position() + 20;
        window.skip(FILE_HEADER_BYTES);
        return link.<CaptureBlock>map(type -> new CaptureBlock.Interface(0, type, "", ""))
                .orElseGet(() -> fatal(unknownLink(at, number)));
    }

    static CaptureBlock.Fault unknownLink(long position, int number) {
        return new CaptureBlock.Fault(
                position,
                "link type " + number,
                "frames are read with link type 0, 1, 101, 105, 108, 113, 127, 228, 229 or 276");
    }

    int linkNumber() {
        return linkField & 0xffff;
    }

    /// Bytes of the frame check sequence at the end of frames; -1 when the header does not say
    /// (draft-ietf-opsawg-pcap §4).
    int fcsBytes() {
        return (linkField & 1 << 26) == 0 ? -1 : linkField >>> 28 << 1;
    }

    int snapLength() {
        return snapLength;
    }

    boolean inMicroseconds() {
        return nanosPerUnit == 1000;
    }

    /// As the last frame's header states it.
    int originalLength() {
        return originalLength;
    }

    private @Nullable CaptureBlock nextFrame() throws IOException {
        if (!window.ensure(FRAME_HEADER_BYTES)) {
            ended = true;
            return window.available() == 0
                    ? null
                    : BlockSource.cut(window.position(), "a frame header");
        }
        long seconds = integer(0) & 0xffffffffL;
        long fraction = integer(4) & 0xffffffffL;
        int captured = integer(8);
        int original = integer(12);
        originalLength = original;
        if (captured < 0 || captured > FRAME_BYTES_MAX) {
            return fatal(
                    new CaptureBlock.Fault(
                            window.position() + 8,
                            "a frame of " + (captured & 0xffffffffL) + " bytes",
                            "a frame has at most " + FRAME_BYTES_MAX + " bytes"));
        }
        if (!window.ensure(FRAME_HEADER_BYTES + captured)) {
            return fatal(BlockSource.cut(window.position(), "a frame"));
        }
        return frame(seconds, fraction, captured, original);
    }

    private Frame frame(long seconds, long fraction, int captured, int original) {
        MemorySegment bytes =
                window.segment().asSlice(window.offset() + FRAME_HEADER_BYTES, captured);
        window.skip(FRAME_HEADER_BYTES + captured);
        frames++;
        long nanos = seconds * 1_000_000_000L + fraction * nanosPerUnit;
        return new Frame(
                frames, nanos, link.orElseThrow(), bytes, original < 0 ? captured : original);
    }

    private CaptureBlock.Fault fatal(CaptureBlock.Fault fault) {
        ended = true;
        return fault;
    }

    private int integer(int at) {
        int value = window.segment().get(INT, window.offset() + at);
        return swapped ? Integer.reverseBytes(value) : value;
    }
}
