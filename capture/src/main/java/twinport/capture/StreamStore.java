// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import twinport.capture.source.FrameSource.Counts;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.PcapngWriter;

/// One pcapng section to a stream, as the standard output.
final class StreamStore implements FrameStore {
    private static final int BUFFER = 64 * 1024;

    private final CaptureOrigin origin;
    private final Supplier<Counts> counts;
    private final PcapngWriter writer;
    private long frames;

    StreamStore(OutputStream out, String application, CaptureOrigin origin, Supplier<Counts> counts)
            throws IOException {
        this.origin = origin;
        this.counts = counts;
        this.writer = origin.begin(new BufferedOutputStream(out, BUFFER), application, Map.of());
    }

    @Override
    public void frame(Frame frame) throws IOException {
        writer.frame(CaptureOrigin.INTERFACE, frame);
        frames++;
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }

    @Override
    public long bytes() {
        return writer.bytesWritten();
    }

    @Override
    public List<Path> files() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        try (PcapngWriter ending = writer) {
            origin.end(ending, frames, counts.get());
        }
    }
}
