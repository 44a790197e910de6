// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.lang.foreign.MemorySegment;

/// Where a record is opened: one sealed, one opened, used over and over. What must outlive the next
/// record is copied by who keeps it.
final class RecordBuffers {
    final byte[] sealed = new byte[RecordOpener.HEADER_BYTES + RecordFraming.BODY_BYTES_MAX];
    final byte[] opened = new byte[RecordFraming.BODY_BYTES_MAX];
    final MemorySegment openedSegment = MemorySegment.ofArray(opened);
}
