// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.io.IOException;

/// Takes the frames of a capture in the order of their times.
public interface FrameSink {
    /// One Ethernet frame.
    void frame(long epochNanos, byte[] bytes) throws IOException;
}
