// SPDX-License-Identifier: MIT
package twinport.wire.read;

import java.lang.foreign.MemorySegment;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Provenance;

/// What a conversation, or the TLS in it, carries.
interface Carried {
    void bytes(Direction direction, MemorySegment data, long at, int length, Provenance from);

    /// So many bytes of a direction are missing.
    void gap(Direction direction, long bytes);

    /// Bytes kept until the rest of their unit comes.
    long held();

    /// The conversation ended.
    void end();
}
