// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Texts made fit for where they go. What boards and strangers sent must neither steer a terminal
/// nor be run by a spreadsheet.
final class Cells {
    private static final Pattern NUMBER =
            Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?([eE][+-]?\\d{1,3})?");
    private static final String FORMULA = "=+-@\t\r";

    private Cells() {}

    /// Bytes that are text in UTF-8, as text.
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// Control characters, and those that turn the direction of text, as `\n`, `\t` or backslash-u
    /// with four digits.
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> plain.append("\\n");
                case '\r' -> plain.append("\\r");
                case '\t' -> plain.append("\\t");
                default -> {
                    if (steers(c)) {
                        plain.append(String.format("\\u%04x", (int) c));
                    } else {
                        plain.append(c);
                    }
                }
            }
        }
        return plain.toString();
    }

    private static boolean steers(char c) {
        return Character.isISOControl(c)
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }

    /// A JSON text, in which these characters stand within strings only, with them escaped.
    static String json(String json) {
        StringBuilder plain = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (steers(c)) {
                plain.append(String.format("\\u%04x", (int) c));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /// A cell of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe
    /// before it; a number stays one.
    static String csv(String text) {
        String plain = plain(text);
        boolean formula =
                !plain.isEmpty()
                        && FORMULA.indexOf(plain.charAt(0)) >= 0
                        && !NUMBER.matcher(plain).matches();
        String safe = formula ? "'" + plain : plain;
        boolean quoted = safe.indexOf(',') >= 0 || safe.indexOf('"') >= 0;
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
