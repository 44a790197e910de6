// SPDX-License-Identifier: MIT
package twinport.wire.field;

/// Characters that do not stand for themselves where rows are read or shown.
final class Characters {
    private Characters() {}

    /// C0, DEL and C1: a terminal obeys them.
    static boolean steers(int c) {
        return c < ' ' || (c >= 0x7f && c < 0xa0);
    }

    /// Characters that change the direction of writing, break lines, or are not seen: text with
    /// them does not look like what it is (Unicode Technical Report 36 §2.5).
    static boolean deceives(int c) {
        return c == 0x061c
                || (c >= 0x200b && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0xfeff
                || (c >= 0xe0000 && c <= 0xe007f);
    }
}
