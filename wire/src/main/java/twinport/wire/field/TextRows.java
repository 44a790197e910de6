// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.io.OutputStream;
import java.util.List;

/// Rows for people: columns as wide as their widest cell among the first rows, which are held back
/// until so many have come. No control character gets through.
public final class TextRows extends RowWriter {
    /// Rows that are held back to find the widths.
    static final int ROWS_HELD = 200;

    /// No column is made wider; a longer cell pushes its row on.
    static final int WIDTH_MAX = 48;

    private static final int BETWEEN = 2;

    private final int[] widths;
    private final ByteText held = new ByteText();
    private final int[] heldEnds;
    private int heldCells;
    private boolean settled;
    private int rowStart;
    private int cellStart;
    private int values;

    TextRows(List<Column> columns, List<Field.Source> sources, OutputStream out) {
        super(columns, sources, out);
        this.widths = new int[columns.size()];
        this.heldEnds = new int[(ROWS_HELD + 1) * columns.size()];
    }

    @Override
    void begin() {
        rowStarts(0);
        for (int i = 0; i < columns.size(); i++) {
            cellStarts(i);
            text(columns.get(i).name());
            cellEnds(i);
        }
        rowEnds();
    }

    @Override
    void rowStarts(long before) {
        rowStart = text.length();
    }

    @Override
    void cellStarts(int index) {
        cellStart = text.length();
        values = 0;
    }

    @Override
    void cellEnds(int index) {
        int end = text.length();
        int width = width(text.array(), cellStart, end);
        if (settled) {
            if (index < widths.length - 1) {
                text.space(Math.max(0, widths[index] - width) + BETWEEN);
            }
            return;
        }
        widths[index] = Math.max(widths[index], Math.min(width, WIDTH_MAX));
        held.put(text.array(), cellStart, end - cellStart);
        heldEnds[heldCells++] = held.length();
        text.cut(cellStart);
    }

    /// Characters, not bytes: those that do not continue one (RFC 3629 §3).
    private static int width(byte[] bytes, int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                width++;
            }
        }
        return width;
    }

    @Override
    void rowEnds() {
        if (settled) {
            endLine();
        } else if (heldCells == heldEnds.length || held.length() >= BUFFER_BYTES) {
            settle();
        }
    }

    private void endLine() {
        int end = text.length();
        while (end > rowStart && text.array()[end - 1] == ' ') {
            end--;
        }
        text.cut(end);
        text.put('\n');
    }

    @Override
    void settle() {
        if (settled) {
            return;
        }
        settled = true;
        int from = 0;
        int columnCount = widths.length;
        for (int i = 0; i < heldCells; i++) {
            int index = i % columnCount;
            if (index == 0) {
                rowStarts(0);
            }
            cellStarts(index);
            text.put(held.array(), from, heldEnds[i] - from);
            from = heldEnds[i];
            cellEnds(index);
            if (index == columnCount - 1) {
                endLine();
            }
        }
        held.cut(0);
        heldCells = 0;
    }

    @Override
    void end(long count) {}

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
        safe(text, value);
    }

    /// Adds a text so that it stays on its line and nothing in it steers a terminal.
    static void safe(ByteText to, String value) {
        int i = to.plain(value);
        while (i < value.length()) {
            int c = value.codePointAt(i);
            switch (c) {
                case '\t' -> to.text("\\t");
                case '\n' -> to.text("\\n");
                case '\r' -> to.text("\\r");
                default ->
                        to.codePoint(Characters.steers(c) || Characters.deceives(c) ? 0xfffd : c);
            }
            i += Character.charCount(c);
        }
    }

    /// The text as [#safe] writes it.
    public static String safe(String value) {
        ByteText text = new ByteText();
        safe(text, value);
        return text.toString();
    }
}
