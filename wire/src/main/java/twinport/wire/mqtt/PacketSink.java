// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.util.List;
import twinport.wire.flow.ByteRange;

/// Takes what a [PacketFramer] finds.
public interface PacketSink {

    /// One whole packet. The segment may be reused after the call.
    void packet(FixedHeader header, MemorySegment data, long body, List<ByteRange> where);

    /// Bytes that are no packet; `offset` is that of the wrong byte in the current frame.
    void malformed(String what, String rule, int offset);

    /// After a gap or damage packets are recognised again; so many captured bytes were unusable.
    void resynchronised(long skipped);
}
