// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The way all commands write. Results go to `out`, all else to `err`; colour only where `out` is a
/// terminal and NO_COLOR is not set.
public record Terminal(PrintStream out, PrintStream err, boolean isTerminal, boolean colour) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// The one this process was started in.
    static Terminal ofProcess() {
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                        && !"dumb".equals(System.getenv("TERM"));
        boolean colour = terminal && System.getenv("NO_COLOR") == null;
        return new Terminal(System.out, System.err, terminal, colour);
    }

    public void error(String what, String hint) {
        err.println("twinport: error: " + what);
        if (!hint.isEmpty()) {
            err.println("twinport: hint: " + hint);
        }
    }

    public void warn(String what) {
        err.println(warning("twinport: warning: " + what));
    }

    public String bold(String text) {
        return paint(text, "1");
    }

    public String good(String text) {
        return paint(text, "32");
    }

    public String bad(String text) {
        return paint(text, "31");
    }

    public String warning(String text) {
        return paint(text, "33");
    }

    private String paint(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /// A value as JSON, indented.
    public void json(Object value) {
        out.println(JSON.writeValueAsString(value));
    }

    /// Rows under a heading, columns as wide as their longest cell.
    public void table(List<String> heading, List<List<String>> rows) {
        int[] widths = new int[heading.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heading.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        out.println(bold(line(heading, widths)));
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            line.append(cell);
            if (column < widths.length - 1) {
                line.append(" ".repeat(widths[column] - cell.length() + 2));
            }
        }
        return line.toString();
    }
}
