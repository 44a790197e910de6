// SPDX-License-Identifier: MIT
package twinport.wire.payload;

/// Reads one JSON text (RFC 8259) from its first byte to its last and tells what stands where.
/// Without recursion: hostile depth ends it, not the stack.
final class JsonScanner {
    /// Objects and arrays within each other; RFC 8259 §9 allows such a limit.
    static final int DEPTH_MAX = 128;

    /// Hears what stands in the text. Ranges are of bytes, ends exclusive.
    interface Listener {
        /// A name within an object, with its quotes.
        void name(int from, int to);

        /// A value that is neither object nor array.
        void scalar(JsonValue.Kind kind, int from, int to);

        /// An object or array begins.
        void begin(JsonValue.Kind kind, int from);

        /// It ends.
        void end(int to);
    }

    private enum Expected {
        VALUE,
        FIRST_VALUE_OR_END,
        FIRST_NAME_OR_END,
        NAME,
        COMMA_OR_END
    }

    private final byte[] bytes;
    private final Listener listener;
    private final boolean[] isObject = new boolean[DEPTH_MAX];
    private int depth;
    private int at;
    private Expected expected = Expected.VALUE;

    private JsonScanner(byte[] bytes, Listener listener) {
        this.bytes = bytes;
        this.listener = listener;
    }

    /// Whether the bytes are one JSON text and nothing else. What was told before a fault stands
    /// for nothing.
    static boolean scan(byte[] bytes, Listener listener) {
        return new JsonScanner(bytes, listener).whole();
    }

    private boolean whole() {
        do {
            space();
            if (at == bytes.length || !step()) {
                return false;
            }
        } while (depth > 0);
        space();
        return at == bytes.length;
    }

    private void space() {
        while (at < bytes.length && isSpace(bytes[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private boolean step() {
        byte next = bytes[at];
        return switch (expected) {
            case VALUE -> value(next);
            case FIRST_VALUE_OR_END -> next == ']' ? end(next) : value(next);
            case FIRST_NAME_OR_END -> next == '}' ? end(next) : name(next);
            case NAME -> name(next);
            case COMMA_OR_END -> next == ',' ? comma() : end(next);
        };
    }

    private boolean comma() {
        at++;
        expected = isObject[depth - 1] ? Expected.NAME : Expected.VALUE;
        return true;
    }

    private boolean end(byte next) {
        if (next != (isObject[depth - 1] ? '}' : ']')) {
            return false;
        }
        at++;
        depth--;
        expected = Expected.COMMA_OR_END;
        listener.end(at);
        return true;
    }

    private boolean name(byte next) {
        int from = at;
        if (next != '"' || !string()) {
            return false;
        }
        listener.name(from, at);
        space();
        if (at == bytes.length || bytes[at] != ':') {
            return false;
        }
        at++;
        expected = Expected.VALUE;
        return true;
    }

    private boolean value(byte next) {
        return switch (next) {
            case '{' -> begin(true);
            case '[' -> begin(false);
            case '"' -> scalar(JsonValue.Kind.STRING);
            case 't' -> word("true", JsonValue.Kind.TRUE);
            case 'f' -> word("false", JsonValue.Kind.FALSE);
            case 'n' -> word("null", JsonValue.Kind.NULL);
            default -> scalar(JsonValue.Kind.NUMBER);
        };
    }

    private boolean begin(boolean object) {
        if (depth == DEPTH_MAX) {
            return false;
        }
        listener.begin(object ? JsonValue.Kind.OBJECT : JsonValue.Kind.ARRAY, at);
        at++;
        isObject[depth++] = object;
        expected = object ? Expected.FIRST_NAME_OR_END : Expected.FIRST_VALUE_OR_END;
        return true;
    }

    private boolean scalar(JsonValue.Kind kind) {
        int from = at;
        if (!(kind == JsonValue.Kind.STRING ? string() : number())) {
            return false;
        }
        return told(kind, from);
    }

    private boolean word(String word, JsonValue.Kind kind) {
        int from = at;
        for (int i = 0; i < word.length(); i++) {
            if (at == bytes.length || bytes[at++] != word.charAt(i)) {
                return false;
            }
        }
        return told(kind, from);
    }

    private boolean told(JsonValue.Kind kind, int from) {
        listener.scalar(kind, from, at);
        expected = Expected.COMMA_OR_END;
        return true;
    }

    /// A number by the grammar of RFC 8259 §6.
    private boolean number() {
        if (peek() == '-') {
            at++;
        }
        boolean zero = peek() == '0';
        int before = digits();
        if (before == 0 || (zero && before > 1)) {
            return false;
        }
        if (peek() == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            return digits() > 0;
        }
        return true;
    }

    private int digits() {
        int from = at;
        while (isDigit(peek())) {
            at++;
        }
        return at - from;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /// The next byte; -1 at the end. Bytes above 0x7f count as negative too: no grammar here has
    /// them.
    private int peek() {
        return at < bytes.length ? bytes[at] : -1;
    }

    /// A string by the grammar of RFC 8259 §7; that its bytes are UTF-8 was seen to before.
    private boolean string() {
        at++;
        while (at < bytes.length) {
            byte next = bytes[at++];
            if (next == '"') {
                return true;
            }
            if ((next >= 0 && next < 0x20) || (next == '\\' && !escape())) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        int letter = peek();
        at++;
        return switch (letter) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            case 'u' -> {
                int from = at;
                while (at < from + 4 && Character.digit(peek(), 16) >= 0) {
                    at++;
                }
                yield at == from + 4;
            }
            default -> false;
        };
    }
}
