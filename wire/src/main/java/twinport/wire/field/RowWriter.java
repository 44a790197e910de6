// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Writes rows in one format. Rows are put together in one buffer, which goes out when it is full,
/// on [#flush] and at the end.
///
/// Values are given between [#cell], which begins the next column, and the next of its calls: none,
/// one, or several. When the output can't be written, an [UncheckedIOException] says so.
public abstract sealed class RowWriter implements Values permits TextRows, SeparatedRows, JsonRows {
    /// So many bytes are collected before they are written.
    static final int BUFFER_BYTES = 1 << 16;

    public enum Format {
        /// For people: aligned, and nothing in it steers a terminal.
        TEXT,
        /// As `tshark -T fields` prints: no heading, a tab between columns.
        TSV,
        /// RFC 4180, with a heading.
        CSV,
        /// One array of objects.
        JSON,
        /// An object a line.
        JSONL
    }

    final ByteText text = new ByteText();
    final List<Column> columns;
    private final Field.Source[] sources;
    private final OutputStream out;
    private int column = -1;
    private boolean begun;
    private long rows;

    RowWriter(List<Column> columns, List<Field.Source> sources, OutputStream out) {
        this.columns = List.copyOf(columns);
        this.sources = sources.toArray(Field.Source[]::new);
        this.out = out;
    }

    /// A writer of rows that are given cell by cell.
    public static RowWriter ofColumns(Format format, List<Column> columns, OutputStream out) {
        return of(format, columns, List.of(), out);
    }

    /// A writer of rows with these fields.
    public static RowWriter ofFields(Format format, List<Field> fields, OutputStream out) {
        return of(
                format,
                fields.stream().map(Column::of).toList(),
                fields.stream().map(Field::source).toList(),
                out);
    }

    private static RowWriter of(
            Format format, List<Column> columns, List<Field.Source> sources, OutputStream out) {
        return switch (format) {
            case TEXT -> new TextRows(columns, sources, out);
            case TSV -> new SeparatedRows(columns, sources, out, false);
            case CSV -> new SeparatedRows(columns, sources, out, true);
            case JSON -> new JsonRows(columns, sources, out, true);
            case JSONL -> new JsonRows(columns, sources, out, false);
        };
    }

    /// Writes the fields of a row.
    public final void write(Row row) {
        startRow();
        for (Field.Source source : sources) {
            cell();
            source.put(row, this);
        }
        endRow();
    }

    public final void startRow() {
        if (!begun) {
            begun = true;
            begin();
        }
        column = -1;
        rowStarts(rows);
    }

    /// Begins the next column.
    public final void cell() {
        if (column >= 0) {
            cellEnds(column);
        }
        column++;
        cellStarts(column);
    }

    public final void endRow() {
        if (column >= 0) {
            cellEnds(column);
        }
        rowEnds();
        rows++;
        if (text.length() >= BUFFER_BYTES) {
            bufferFull();
        }
    }

    /// The last row was written.
    public final void finish() {
        if (!begun) {
            begun = true;
            begin();
        }
        end(rows);
        flush();
    }

    /// Lets everything out that was written so far.
    public final void flush() {
        settle();
        drain();
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void drain() {
        try {
            out.write(text.array(), 0, text.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.cut(0);
    }

    void bufferFull() {
        drain();
    }

    /// Nothing may be held back any longer.
    void settle() {}

    abstract void begin();

    abstract void rowStarts(long before);

    abstract void cellStarts(int index);

    abstract void cellEnds(int index);

    abstract void rowEnds();

    abstract void end(long count);
}
