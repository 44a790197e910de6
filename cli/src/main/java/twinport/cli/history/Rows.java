// SPDX-License-Identifier: MIT
package twinport.cli.history;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import twinport.cli.Terminal;

/// Writes rows as they come, in the format asked for. Nothing is held back but a table of text.
final class Rows implements AutoCloseable {
    /// What a result can be written as.
    enum Format {
        TEXT,
        CSV,
        JSON,
        JSONL
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Rows that are held back to make columns of equal width; after them each is a line by itself.
    private static final int TABLE_MAX = 500;

    private static final String NOTHING = "-";

    private final Terminal terminal;
    private final Format format;
    private final List<String> columns;
    private final List<List<String>> table = new ArrayList<>();
    private long written;
    private boolean tableIsOut;

    Rows(Terminal terminal, Format format, String... columns) {
        this.terminal = terminal;
        this.format = format;
        this.columns = List.of(columns);
        if (format == Format.CSV) {
            terminal.out().print(String.join(",", columns) + "\r\n");
        }
    }

    /// One value a column: a text, a number, a truth value, a list of texts, JSON, or nothing.
    void add(@Nullable Object... values) {
        switch (format) {
            case TEXT -> text(values);
            case CSV -> csv(values);
            case JSON -> {
                terminal.out().print(written == 0 ? "[\n" : ",\n");
                terminal.out().print(json(values));
            }
            case JSONL -> terminal.out().print(json(values) + "\n");
        }
        written++;
    }

    private String json(@Nullable Object... values) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null) {
                row.put(columns.get(i), value);
            }
        }
        return Cells.json(JSON.writeValueAsString(row));
    }

    private void csv(@Nullable Object... values) {
        List<String> cells = new ArrayList<>(values.length);
        for (Object value : values) {
            cells.add(value == null ? "" : Cells.csv(said(value)));
        }
        terminal.out().print(String.join(",", cells) + "\r\n");
    }

    private void text(@Nullable Object... values) {
        List<String> cells = new ArrayList<>(values.length);
        for (Object value : values) {
            cells.add(value == null ? NOTHING : Cells.plain(said(value)));
        }
        if (tableIsOut) {
            terminal.out().println(String.join("  ", cells));
            return;
        }
        table.add(cells);
        if (table.size() == TABLE_MAX) {
            tellTable();
        }
    }

    private static String said(Object value) {
        return value instanceof List<?> list
                ? String.join(" ", list.stream().map(String::valueOf).toList())
                : value.toString();
    }

    private void tellTable() {
        terminal.table(columns, table);
        table.clear();
        tableIsOut = true;
    }

    @Override
    public void close() {
        PrintStream out = terminal.out();
        switch (format) {
            case TEXT -> {
                if (!tableIsOut) {
                    tellTable();
                }
            }
            case JSON -> out.print(written == 0 ? "[]\n" : "\n]\n");
            case CSV, JSONL -> {}
        }
        out.flush();
    }
}
