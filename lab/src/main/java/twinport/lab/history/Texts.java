// SPDX-License-Identifier: MIT
package twinport.lab.history;

/// Texts as every database takes them. PostgreSQL has no U+0000 in a text, and half a surrogate
/// pair is no character in UTF-8.
final class Texts {
    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    static boolean fits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!pair(text, i)) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static boolean pair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /// With the replacement character for what no database takes.
    static String fitting(String text) {
        if (fits(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                clean.setCharAt(i, REPLACEMENT);
            } else if (Character.isSurrogate(c)) {
                if (pair(text, i)) {
                    i++;
                } else {
                    clean.setCharAt(i, REPLACEMENT);
                }
            }
        }
        return clean.toString();
    }
}
