// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import twinport.wire.pcap.Frame;

/// Where the frames of an interface go to. Used by one thread.
interface FrameStore extends Closeable {
    void frame(Frame frame) throws IOException;

    /// Hands on what was written, so that other programs see it.
    void flush() throws IOException;

    /// What was written and is still there.
    long bytes();

    /// The files that hold it, the oldest first.
    List<Path> files();

    /// Ends it whole, with the counters of the capturing side.
    @Override
    void close() throws IOException;
}
