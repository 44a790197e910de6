// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows as JSON objects (RFC 8259), keyed by the columns' names. A value that is not there is null;
/// several are an array. Times are texts, because a JSON number is not sure to keep nine digits.
final class JsonRows extends RowWriter {
    private final boolean array;
    private final byte[][] keys;
    private int cellStart;
    private int values;

    JsonRows(List<Column> columns, List<Field.Source> sources, OutputStream out, boolean array) {
        super(columns, sources, out);
        this.array = array;
        this.keys = new byte[columns.size()][];
        for (int i = 0; i < keys.length; i++) {
            String key = (i == 0 ? "" : ",") + quoted(columns.get(i).name()) + ":";
            keys[i] = key.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// A text as a JSON string. All that could steer a terminal or deceive a reader is escaped.
    public static String quoted(String value) {
        ByteText quoted = new ByteText();
        quote(quoted, value);
        return quoted.toString();
    }

    private static void quote(ByteText to, String value) {
        to.put('"');
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            if (c == '"' || c == '\\') {
                to.put('\\');
                to.put(c);
            } else if (Characters.steers(c) || Characters.deceives(c) || lone(c)) {
                escape(to, c);
            } else {
                to.codePoint(c);
            }
            i += Character.charCount(c);
        }
        to.put('"');
    }

    private static boolean lone(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static void escape(ByteText to, int codePoint) {
        switch (codePoint) {
            case '\n' -> to.text("\\n");
            case '\r' -> to.text("\\r");
            case '\t' -> to.text("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    to.text("\\u");
                    to.text(java.util.HexFormat.of().toHexDigits(unit));
                }
            }
        }
    }

    @Override
    void begin() {
        if (array) {
            text.put('[');
        }
    }

    @Override
    void rowStarts(long before) {
        if (array) {
            text.text(before == 0 ? "" : ",");
            text.put('\n');
        }
        text.put('{');
    }

    @Override
    void cellStarts(int index) {
        text.put(keys[index]);
        cellStart = text.length();
        values = 0;
    }

    @Override
    void cellEnds(int index) {
        if (values == 0) {
            text.text("null");
        } else if (values > 1) {
            byte[] all = java.util.Arrays.copyOfRange(text.array(), cellStart, text.length());
            text.cut(cellStart);
            text.put('[');
            text.put(all);
            text.put(']');
        }
    }

    @Override
    void rowEnds() {
        text.put('}');
        if (!array) {
            text.put('\n');
        }
    }

    @Override
    void end(long count) {
        if (array) {
            text.text(count == 0 ? "]" : "");
            if (count > 0) {
                text.put('\n');
                text.put(']');
            }
            text.put('\n');
        }
    }

    private void value() {
        if (values++ > 0) {
            text.put(',');
        }
    }

    @Override
    public void number(long value) {
        value();
        text.decimal(value);
    }

    @Override
    public void number(String written) {
        value();
        text.text(written);
    }

    @Override
    public void hexNumber(long value, int digits) {
        number(value);
    }

    @Override
    public void flag(boolean value) {
        value();
        text.text(value ? "true" : "false");
    }

    @Override
    public void nanos(long value) {
        value();
        text.put('"');
        text.seconds(value);
        text.put('"');
    }

    @Override
    public void text(String value) {
        value();
        quote(text, value);
    }

    @Override
    public void bytes(byte[] value, int from, int length) {
        value();
        text.put('"');
        text.hex(value, from, length);
        text.put('"');
    }

    @Override
    public void address(AddressText value) {
        value();
        text.put('"');
        text.put(value.text());
        text.put('"');
    }
}
