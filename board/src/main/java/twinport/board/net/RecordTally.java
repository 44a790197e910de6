// SPDX-License-Identifier: MIT
package twinport.board.net;

import org.jspecify.annotations.Nullable;

/// Counts the TLS records of one connection by their headers (RFC 5246 §6.2.1), and the turns of
/// sending. Told by the thread that writes and the one that reads.
final class RecordTally {
    private static final int HEADER_BYTES = 5;
    private static final int ALERT = 21;

    /// What one end sent.
    private static final class Side {
        private final byte[] header = new byte[HEADER_BYTES];
        private int headerBytes;
        private int left;
        private int records;
        private long bytes;
        private int largest;

        void take(byte[] from, int offset, int length) {
            bytes += length;
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (headerBytes == HEADER_BYTES && left > 0) {
                    int step = Math.min(left, end - at);
                    left -= step;
                    at += step;
                } else {
                    headerBytes %= HEADER_BYTES;
                    header[headerBytes++] = from[at++];
                    if (headerBytes == HEADER_BYTES) {
                        left = ((header[3] & 0xFF) << 8) | (header[4] & 0xFF);
                        records++;
                        largest = Math.max(largest, left);
                    }
                }
            }
        }
    }

    /// How it stood at one moment.
    ///
    /// @param largestSent bytes of the longest record's body
    record Count(
            int flights,
            int recordsSent,
            int recordsReceived,
            long bytesSent,
            long bytesReceived,
            int largestSent,
            int largestReceived) {}

    private final Side out = new Side();
    private final Side in = new Side();
    private @Nullable Side speaker;
    private int flights;

    synchronized void sent(byte[] bytes, int offset, int length) {
        count(out, bytes, offset, length);
    }

    synchronized void received(byte[] bytes, int offset, int length) {
        count(in, bytes, offset, length);
    }

    private void count(Side side, byte[] bytes, int offset, int length) {
        if (length <= 0) {
            return;
        }
        side.take(bytes, offset, length);
        flights += side == speaker ? 0 : 1;
        speaker = side;
    }

    /// Whether the peer's last whole record was an alert: an end without one was cut off.
    synchronized boolean peerTookLeave() {
        return in.records > 0
                && in.header[0] == ALERT
                && in.headerBytes == HEADER_BYTES
                && in.left == 0;
    }

    synchronized Count count() {
        return new Count(
                flights, out.records, in.records, out.bytes, in.bytes, out.largest, in.largest);
    }
}
