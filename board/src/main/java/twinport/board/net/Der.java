// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.security.GeneralSecurityException;
import java.util.Arrays;

/// Walks the elements of a DER value (X.690 §8.1), as far as reading a key's curve needs it.
final class Der {
    private static final int MAX_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private int at;
    private final int end;

    Der(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Der(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /// True when the next element has this tag.
    boolean next(int tag) {
        return at < end && (bytes[at] & 0xFF) == tag;
    }

    /// The inside of the next element, which must have this tag; steps over it.
    Der enter(int tag) throws GeneralSecurityException {
        if (!next(tag)) {
            throw new GeneralSecurityException(
                    "at byte %d: not the DER element 0x%02x".formatted(at, tag));
        }
        at++;
        int length = length();
        if (length > end - at) {
            throw new GeneralSecurityException("at byte " + at + ": longer than what is there");
        }
        Der inside = new Der(bytes, at, at + length);
        at += length;
        return inside;
    }

    void skip() throws GeneralSecurityException {
        if (at >= end) {
            throw new GeneralSecurityException("at byte " + at + ": an element is missing");
        }
        enter(bytes[at] & 0xFF);
    }

    byte[] rest() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    private int length() throws GeneralSecurityException {
        int first = at < end ? bytes[at++] & 0xFF : 0xFF;
        if (first < 0x80) {
            return first;
        }
        int count = first & 0x7F;
        if (count == 0 || count > MAX_LENGTH_BYTES || count > end - at) {
            throw new GeneralSecurityException("at byte " + at + ": the length is not readable");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | (bytes[at++] & 0xFF);
        }
        return length;
    }
}
