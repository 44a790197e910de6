// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One capture format being read, block by block.
sealed interface BlockSource permits PcapSource, PcapngSource, BlockSource.Unreadable {
    /// No frame of a link type we read is larger; a length beyond is a lie or damage.
    int FRAME_BYTES_MAX = 1 << 20;

    /// The next block; null at the end, also after a fault that leaves no way to go on.
    @Nullable CaptureBlock next() throws IOException;

    static CaptureBlock.Fault cut(long position, String what) {
        return new CaptureBlock.Fault(
                position, "the capture ends inside " + what, "a capture ends after a whole block");
    }

    /// The source for what the first bytes say this is.
    static BlockSource of(ByteWindow window) throws IOException {
        if (!window.ensure(4)) {
            long have = window.available();
            return new Unreadable(
                    have == 0
                            ? new CaptureBlock.Fault(0, "no bytes", "a capture has a header")
                            : cut(0, "its first " + have + " bytes"));
        }
        MemorySegment segment = window.segment();
        int magic = segment.get(PcapSource.INT, window.offset());
        return switch (magic) {
            case PcapSource.MICROS,
                    PcapSource.NANOS,
                    PcapSource.MICROS_SWAPPED,
                    PcapSource.NANOS_SWAPPED ->
                    new PcapSource(window);
            case PcapngSource.SECTION_HEADER -> new PcapngSource(window);
            default ->
                    new Unreadable(
                            new CaptureBlock.Fault(
                                    0,
                                    String.format("first bytes %08x", Integer.reverseBytes(magic)),
                                    "a capture begins as pcap (a1b2c3d4, a1b23c4d, either byte"
                                            + " order) or pcapng (0a0d0d0a), also inside gzip"));
        };
    }

    /// Not a capture: one fault, then the end.
    final class Unreadable implements BlockSource {
        private CaptureBlock.@Nullable Fault fault;

        Unreadable(CaptureBlock.Fault fault) {
            this.fault = fault;
        }

        @Override
        public @Nullable CaptureBlock next() {
            CaptureBlock.Fault once = fault;
            fault = null;
            return once;
        }
    }

    /// Whether a stream's first two bytes are those of gzip (RFC 1952 §2.3.1).
    static boolean isGzip(InputStream marked) throws IOException {
        marked.mark(2);
        int first = marked.read();
        int second = marked.read();
        marked.reset();
        return first == 0x1f && second == 0x8b;
    }
}
