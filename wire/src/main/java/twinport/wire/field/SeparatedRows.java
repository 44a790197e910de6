// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.io.OutputStream;
import java.util.List;

/// Rows with a separator between columns: TSV as tshark prints it, or CSV (RFC 4180). Several
/// values of a field are joined by commas.
final class SeparatedRows extends RowWriter {
    private final boolean csv;
    private final byte separator;
    private int cellStart;
    private int values;
    private boolean free;

    SeparatedRows(List<Column> columns, List<Field.Source> sources, OutputStream out, boolean csv) {
        super(columns, sources, out);
        this.csv = csv;
        this.separator = (byte) (csv ? ',' : '\t');
    }

    @Override
    void begin() {
        if (csv) {
            for (int i = 0; i < columns.size(); i++) {
                cellStarts(i);
                text(columns.get(i).name());
                cellEnds(i);
            }
            rowEnds();
        }
    }

    @Override
    void rowStarts(long before) {}

    @Override
    void cellStarts(int index) {
        if (index > 0) {
            text.put(separator);
        }
        cellStart = text.length();
        values = 0;
        free = false;
    }

    @Override
    void cellEnds(int index) {
        if (csv && (free || values > 1)) {
            quote();
        }
    }

    @Override
    void rowEnds() {
        if (csv) {
            text.put('\r');
        }
        text.put('\n');
    }

    @Override
    void end(long count) {}

    /// Quotes the cell just written if it holds what RFC 4180 §2 wants quoted.
    private void quote() {
        byte[] bytes = text.array();
        int length = text.length();
        boolean needed = false;
        for (int i = cellStart; i < length; i++) {
            byte b = bytes[i];
            needed |= b == '"' || b == ',' || b == '\r' || b == '\n';
        }
        if (needed) {
            byte[] cell = java.util.Arrays.copyOfRange(bytes, cellStart, length);
            text.cut(cellStart);
            text.put('"');
            for (byte b : cell) {
                if (b == '"') {
                    text.put('"');
                }
                text.put(b);
            }
            text.put('"');
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
        value();
        text.hexNumber(value, digits);
    }

    @Override
    public void flag(boolean value) {
        value();
        text.put(value ? '1' : '0');
    }

    @Override
    public void nanos(long value) {
        value();
        text.seconds(value);
    }

    @Override
    public void bytes(byte[] value, int from, int length) {
        value();
        text.hex(value, from, length);
    }

    @Override
    public void address(AddressText value) {
        value();
        text.put(value.text());
    }

    @Override
    public void text(String value) {
        value();
        free = true;
        int i = text.plain(value);
        while (i < value.length()) {
            int c = value.codePointAt(i);
            character(c);
            i += Character.charCount(c);
        }
    }

    private void character(int c) {
        boolean space = c == '\t' || c == '\n' || c == '\r';
        if (space && !csv) {
            text.put('\\');
            text.put(c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        } else {
            text.codePoint(Characters.steers(c) && !space ? 0xfffd : c);
        }
    }
}
