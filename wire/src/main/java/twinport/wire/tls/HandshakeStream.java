// SPDX-License-Identifier: MIT
package twinport.wire.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Puts handshake messages together, which may share a record or span several (RFC 8446 §5.1).
final class HandshakeStream {
    /// No message is longer; certificate chains are the longest.
    private static final int MESSAGE_BYTES_MAX = 1 << 18;

    private static final int HEADER_BYTES = 4;

    /// An idle stream keeps no larger buffer.
    private static final int KEPT_BYTES_MAX = 1 << 14;

    private byte[] buffer = new byte[0];
    private int have;

    /// Bytes still to come of a message that is too long, which are passed over.
    private int skip;

    interface Taker {
        /// One message. The taker may add to this stream.
        void message(int type, byte[] body);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Message(int type, byte[] body) {}

    /// Takes a record's content; false when a message longer than the bound begins in it.
    boolean add(byte[] content, int start, int to, Taker taker) {
        int passed = Math.min(skip, to - start);
        skip -= passed;
        int from = start + passed;
        int count = to - from;
        if (have + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(have + count, buffer.length * 2));
        }
        System.arraycopy(content, from, buffer, have, count);
        have += count;
        List<Message> whole = new ArrayList<>();
        int at = 0;
        boolean sound = true;
        while (have - at >= HEADER_BYTES) {
            int length =
                    (buffer[at + 1] & 0xff) << 16
                            | (buffer[at + 2] & 0xff) << 8
                            | (buffer[at + 3] & 0xff);
            if (length > MESSAGE_BYTES_MAX) {
                sound = false;
                skip = HEADER_BYTES + length - (have - at);
                at = have;
                break;
            }
            if (have - at - HEADER_BYTES < length) {
                break;
            }
            int body = at + HEADER_BYTES;
            whole.add(
                    new Message(
                            buffer[at] & 0xff, Arrays.copyOfRange(buffer, body, body + length)));
            at = body + length;
        }
        System.arraycopy(buffer, at, buffer, 0, have - at);
        have -= at;
        if (have == 0 && buffer.length > KEPT_BYTES_MAX) {
            buffer = new byte[0];
        }
        whole.forEach(each -> taker.message(each.type(), each.body()));
        return sound;
    }

    int held() {
        return buffer.length;
    }

    void reset() {
        have = 0;
        skip = 0;
    }
}
