// SPDX-License-Identifier: MIT
package twinport.wire.payload;

/// Whether bytes are well-formed CBOR (RFC 8949 §5.3.1 and appendix C), read without recursion.
final class Cbor {
    /// Arrays, maps and tags within each other.
    static final int DEPTH_MAX = 64;

    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int INDEFINITE = 31;
    private static final long UNTIL_BREAK = -1;
    private static final int BREAK = 0xff;

    private final byte[] bytes;
    private int at;

    /// Per open item how many it still takes, or [#UNTIL_BREAK].
    private final long[] left = new long[DEPTH_MAX];

    /// Per open item its major type.
    private final int[] kind = new int[DEPTH_MAX];

    /// Per open map of indefinite length whether a value must come before its end.
    private final boolean[] odd = new boolean[DEPTH_MAX];

    private int depth;

    private Cbor(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Whether the bytes are one map or array, tagged or not, and nothing after it.
    static boolean isMapOrArray(byte[] bytes) {
        if (bytes.length < Payload.CBOR_BYTES_MIN) {
            return false;
        }
        int major = (bytes[0] & 0xff) >> 5;
        boolean some = major == ARRAY || major == MAP || major == TAG;
        return some && new Cbor(bytes).wellFormed();
    }

    private boolean wellFormed() {
        boolean container = false;
        do {
            if (at == bytes.length) {
                return false;
            }
            int first = bytes[at] & 0xff;
            container |= first >> 5 == ARRAY || first >> 5 == MAP;
            if (!(first == BREAK ? end() : item(first))) {
                return false;
            }
        } while (depth > 0);
        return container && at == bytes.length;
    }

    /// The end of an item of indefinite length.
    private boolean end() {
        at++;
        if (depth == 0 || left[depth - 1] != UNTIL_BREAK || odd[depth - 1]) {
            return false;
        }
        depth--;
        done();
        return true;
    }

    private boolean item(int first) {
        int major = first >> 5;
        int additional = first & 31;
        at++;
        if (!mayStandHere(major, additional)) {
            return false;
        }
        if (additional == INDEFINITE) {
            return major >= BYTES && major <= MAP && open(major, UNTIL_BREAK);
        }
        long argument = argument(additional);
        if (argument < 0) {
            return false;
        }
        return switch (major) {
            case BYTES, TEXT -> skip(argument);
            case ARRAY -> open(major, argument);
            case MAP -> argument <= bytes.length && open(major, 2 * argument);
            case TAG -> open(major, 1);
            case SIMPLE -> simple(additional, argument);
            default -> done();
        };
    }

    /// Within a string of indefinite length stand only strings of its kind (§3.2.3).
    private boolean mayStandHere(int major, int additional) {
        if (depth == 0 || (kind[depth - 1] != BYTES && kind[depth - 1] != TEXT)) {
            return true;
        }
        return major == kind[depth - 1] && additional != INDEFINITE;
    }

    /// The argument of an item (§3); -1 when it is cut off, reserved, or beyond any length here.
    private long argument(int additional) {
        if (additional < 24) {
            return additional;
        }
        if (additional > 27) {
            return -1;
        }
        int size = 1 << (additional - 24);
        if (bytes.length - at < size) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        // Only numbers and tags use all 64 bits, and of them only that they are there matters.
        return value & Long.MAX_VALUE;
    }

    /// §3.3: a simple value in a second byte is at least 32.
    private boolean simple(int additional, long argument) {
        return (additional != 24 || argument >= 32) && done();
    }

    private boolean skip(long length) {
        if (length > bytes.length - at) {
            return false;
        }
        at += (int) length;
        return done();
    }

    private boolean open(int major, long items) {
        if (items == 0) {
            return done();
        }
        if (depth == DEPTH_MAX || items > bytes.length) {
            return false;
        }
        kind[depth] = major;
        odd[depth] = false;
        left[depth++] = items;
        return true;
    }

    /// An item is whole: so may those be that it stands in.
    private boolean done() {
        while (depth > 0) {
            int top = depth - 1;
            if (left[top] == UNTIL_BREAK) {
                odd[top] = kind[top] == MAP && !odd[top];
                return true;
            }
            if (--left[top] > 0) {
                return true;
            }
            depth--;
        }
        return true;
    }
}
