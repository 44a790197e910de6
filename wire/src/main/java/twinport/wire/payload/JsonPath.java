// SPDX-License-Identifier: MIT
package twinport.wire.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// Paths and strings of JSON, written and read.
final class JsonPath {
    private JsonPath() {}

    /// The steps of a path; none for the empty path, which is the whole text.
    static List<String> parse(String path) {
        List<String> steps = new ArrayList<>();
        if (path.isEmpty()) {
            return steps;
        }
        StringBuilder step = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' && i + 1 < path.length()) {
                step.append(path.charAt(++i));
            } else if (c == '.') {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(c);
            }
        }
        steps.add(step.toString());
        return steps;
    }

    static String join(String path, String step, boolean first) {
        String escaped =
                step.indexOf('.') < 0 && step.indexOf('\\') < 0
                        ? step
                        : step.replace("\\", "\\\\").replace(".", "\\.");
        return first ? escaped : path + "." + escaped;
    }

    /// The text of a string that stands at `[from, to)` with its quotes. A surrogate escaped
    /// without its partner (RFC 8259 §8.2) stays as it is.
    static String decoded(byte[] bytes, int from, int to) {
        String raw = new String(bytes, from + 1, to - from - 2, UTF_8);
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length()).append(raw, 0, escape);
        for (int i = escape; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char letter = raw.charAt(++i);
            if (letter == 'u') {
                text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(unescaped(letter));
            }
        }
        return text.toString();
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    static String text(byte[] bytes, JsonValue.Kind kind, int from, int to) {
        return kind == JsonValue.Kind.STRING
                ? decoded(bytes, from, to)
                : new String(bytes, from, to - from, UTF_8);
    }
}
