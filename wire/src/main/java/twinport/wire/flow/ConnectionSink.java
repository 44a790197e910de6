// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;

/// Takes the two byte streams of one connection, each in order and without repetition.
public interface ConnectionSink {

    /// The next bytes of a direction. The segment may be reused after the call.
    void bytes(Direction direction, MemorySegment data, long at, int length, Provenance from);

    /// Bytes of a direction that the capture does not hold.
    void gap(Direction direction, long bytes);

    /// A repetition said other bytes than the first time. The first ones were delivered; which of
    /// them the receiver took, the capture cannot tell.
    void contradicted(Direction direction, ByteRange first, ByteRange again);

    /// Bytes of memory that wait for the rest of something, to find who makes a reader run out of
    /// it.
    default long held() {
        return 0;
    }

    /// The connection ended; nothing follows but, after a reset, what was already under way.
    void closed(Ending ending);
}
