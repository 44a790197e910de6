// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text being put together as UTF-8 bytes, in one array that is used over and over.
public final class ByteText {
    private static final int FIRST_BYTES = 1 << 12;
    private static final long NANOS = 1_000_000_000L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /// The two digits of 0 to 99.
    private static final byte[] PAIRS = pairs();

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    public ByteText() {}

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    /// The bytes so far are the first [#length] of this array, until something is added.
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Forgets all that follows the first `kept` bytes.
    public void cut(int kept) {
        length = kept;
    }

    private void need(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    public void put(int oneByte) {
        need(1);
        bytes[length++] = (byte) oneByte;
    }

    public void put(byte[] from, int start, int count) {
        need(count);
        System.arraycopy(from, start, bytes, length, count);
        length += count;
    }

    public void put(byte[] whole) {
        put(whole, 0, whole.length);
    }

    /// Adds a text as UTF-8; half a surrogate pair becomes U+FFFD.
    public void text(String text) {
        int ascii = plain(text);
        for (int i = ascii; i < text.length(); ) {
            int c = text.codePointAt(i);
            codePoint(c);
            i += Character.charCount(c);
        }
    }

    /// Adds the printable ASCII characters at the beginning of a text; the answer is how many.
    int plain(String text) {
        int count = text.length();
        need(count);
        byte[] to = bytes;
        int at = length;
        int i = 0;
        while (i < count) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                break;
            }
            to[at++] = (byte) c;
            i++;
        }
        length = at;
        return i;
    }

    /// Adds one character as UTF-8 (RFC 3629 §3).
    public void codePoint(int given) {
        boolean surrogate = given >= Character.MIN_SURROGATE && given <= Character.MAX_SURROGATE;
        int c = surrogate ? 0xfffd : given;
        need(4);
        if (c < 0x80) {
            bytes[length++] = (byte) c;
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            bytes[length++] = (byte) (0xe0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        } else {
            bytes[length++] = (byte) (0xf0 | (c >> 18));
            bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3f));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3f));
            bytes[length++] = (byte) (0x80 | (c & 0x3f));
        }
    }

    public void decimal(long value) {
        if (value < 0) {
            if (value == Long.MIN_VALUE) {
                text(Long.toString(value)); // its opposite is no long
                return;
            }
            put('-');
            decimal(-value);
            return;
        }
        int digits = digits(value);
        need(digits);
        digits(value, digits);
    }

    private static int digits(long value) {
        int digits = 1;
        long bound = 10;
        while (digits < 19 && value >= bound) {
            digits++;
            bound *= 10;
        }
        return digits;
    }

    /// Writes a number with so many digits, from its end.
    private void digits(long value, int digits) {
        int at = length + digits;
        length = at;
        long left = value;
        int count = digits;
        while (count >= 2) {
            int pair = (int) (left % 100) * 2;
            left /= 100;
            bytes[--at] = PAIRS[pair + 1];
            bytes[--at] = PAIRS[pair];
            count -= 2;
        }
        if (count == 1) {
            bytes[--at] = (byte) ('0' + left % 10);
        }
    }

    /// Seconds with nine digits after the point.
    public void seconds(long nanos) {
        if (nanos < 0 && nanos != Long.MIN_VALUE) {
            put('-');
            seconds(-nanos);
            return;
        }
        decimal(Math.floorDiv(nanos, NANOS));
        need(10);
        bytes[length++] = '.';
        digits(Math.floorMod(nanos, NANOS), 9);
    }

    /// Two hexadecimal digits a byte.
    public void hex(byte[] from, int start, int count) {
        need(Math.multiplyExact(count, 2));
        byte[] to = bytes;
        int at = length;
        for (int i = start; i < start + count; i++) {
            int value = from[i];
            to[at++] = HEX[(value >> 4) & 0x0f];
            to[at++] = HEX[value & 0x0f];
        }
        length = at;
    }

    /// A number as `0x` and at least so many hexadecimal digits.
    public void hexNumber(long value, int digits) {
        int needed = Math.max(digits, (67 - Long.numberOfLeadingZeros(value)) / 4);
        need(2 + needed);
        bytes[length++] = '0';
        bytes[length++] = 'x';
        for (int shift = (needed - 1) * 4; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 0x0f];
        }
    }

    public void space(int count) {
        need(Math.max(count, 0));
        for (int i = 0; i < count; i++) {
            bytes[length++] = ' ';
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
