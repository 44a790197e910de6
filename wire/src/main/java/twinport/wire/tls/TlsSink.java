// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Direction;
import twinport.wire.flow.Moment;

/// Takes what a [TlsSession] finds.
public interface TlsSink {

    /// A record, as an onlooker without keys sees it.
    ///
    /// @param handshakePhase whether it belongs to the handshake, as far as order and size tell
    void record(
            Direction direction,
            int type,
            int length,
            boolean sealed,
            boolean handshakePhase,
            List<ByteRange> where);

    void handshake(
            Direction direction,
            HandshakeMessage message,
            boolean decrypted,
            List<ByteRange> where);

    void alert(Direction direction, Alert alert, boolean decrypted);

    /// Application bytes, opened or (with a suite that seals nothing) in the clear. The segment may
    /// be reused after the call.
    void applicationData(
            Direction direction,
            MemorySegment text,
            long at,
            int length,
            boolean decrypted,
            List<ByteRange> where);

    /// Application bytes that could not be opened lie between those before and after.
    void applicationGap(Direction direction);

    /// Sealed bytes stay sealed. Said once for each obstacle.
    void undecryptable(Direction direction, Obstacle obstacle, String reason);

    /// The frame being read.
    Moment moment();

    /// Does the work as if the frame being read were that of `then`: for what was held back.
    void during(Moment then, Runnable work);

    void malformed(Direction direction, String what, String rule, int offset);

    void resynchronised(Direction direction, long skipped);
}
