// SPDX-License-Identifier: MIT
package twinport.board;

/// Counts the PUBLISH packets in one direction of an MQTT connection, by the fixed header alone
/// (MQTT 3.1.1 §2.2): type in the high four bits, then the remaining length in one to four bytes of
/// seven bits. Whatever does not start like MQTT is not counted.
final class PublishCount {
    private static final int CONNECT = 1;
    private static final int CONNACK = 2;
    private static final int PUBLISH = 3;
    private static final int MAX_LENGTH_BYTES = 4;

    private boolean started;
    private boolean foreign;
    private boolean inHeader;
    private int type;
    private int lengthBytes;
    private long remaining;

    /// Takes the next bytes; returns how many PUBLISH packets ended in them.
    int take(byte[] bytes, int offset, int length) {
        int ended = 0;
        int at = offset;
        while (at < offset + length && !foreign) {
            if (!inHeader && remaining > 0) {
                int skipped = (int) Math.min(remaining, offset + length - at);
                remaining -= skipped;
                at += skipped;
            } else {
                header(bytes[at++] & 0xFF);
            }
            if (!inHeader && remaining == 0 && type == PUBLISH && !foreign) {
                ended++;
            }
        }
        return ended;
    }

    /// Whether the direction began as an MQTT connection does.
    boolean isMqtt() {
        return started && !foreign;
    }

    private void header(int value) {
        if (!inHeader) {
            type = value >>> 4;
            foreign = !started && type != CONNECT && type != CONNACK;
            started = true;
            inHeader = true;
            lengthBytes = 0;
            remaining = 0;
            return;
        }
        remaining |= (long) (value & 0x7F) << (7 * lengthBytes);
        lengthBytes++;
        if ((value & 0x80) == 0) {
            inHeader = false;
        } else if (lengthBytes == MAX_LENGTH_BYTES) {
            foreign = true;
        }
    }
}
