// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// How a protocol cuts its bytes into units, and who takes them.
public interface Framing {
    /// More bytes are needed to know the length.
    long INCOMPLETE = 0;

    /// The bytes are no unit of this protocol.
    long INVALID = -1;

    /// The length of the unit that begins at `at`, header included; or [#INCOMPLETE], [#INVALID].
    long length(MemorySegment data, long at, long end);

    /// Longer units are passed over.
    int lengthMax();

    /// Whether units begin here, told without knowing what came before.
    boolean startsAt(MemorySegment data, long at, long end);

    /// The first place in `[at, end)` where units begin, told without knowing what came before; -1
    /// for none.
    ///
    /// @param boundary whether a sender began to write at `at`
    default long find(MemorySegment data, long at, long end, boolean boundary) {
        return boundary && startsAt(data, at, end) ? at : -1;
    }

    /// One whole unit. The segment may be reused after the call.
    void unit(MemorySegment data, long at, int length, List<ByteRange> where);

    /// No unit begins at `at`; `offset` is that place in the current frame. When nothing was
    /// missing before, nothing follows.
    void invalid(MemorySegment data, long at, long end, int offset);

    /// A unit longer than [#lengthMax] begins and is passed over.
    void outsized(long length, int offset);

    /// A gap tore units away: exactly one, of which the length was known; else an unknown number.
    void holed(boolean exactlyOne);

    /// Units are recognised again; so many captured bytes were unusable.
    void resynchronised(long skipped);
}
