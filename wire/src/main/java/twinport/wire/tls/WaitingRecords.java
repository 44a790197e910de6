// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.ArrayList;
import java.util.List;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Moment;

/// Records that can't be read yet, with the moment they belong to. Bounded in number and bytes.
final class WaitingRecords {
    private static final int RECORDS_MAX = 256;
    private static final int BYTES_MAX = 1 << 20;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Waiting(byte[] bytes, List<ByteRange> where, Moment then) {}

    private List<Waiting> records = new ArrayList<>();
    private int bytes;

    /// False, and nothing kept, when there is no room.
    boolean add(byte[] record, List<ByteRange> where, Moment then) {
        if (records.size() >= RECORDS_MAX || bytes + record.length > BYTES_MAX) {
            return false;
        }
        records.add(new Waiting(record, where, then));
        bytes += record.length;
        return true;
    }

    int bytes() {
        return bytes;
    }

    /// All of them, oldest first; none is left here.
    List<Waiting> take() {
        List<Waiting> taken = records;
        records = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
