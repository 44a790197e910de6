// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import org.jspecify.annotations.Nullable;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.cli.Terminal;
import twinport.wire.field.Field;
import twinport.wire.field.Row;
import twinport.wire.filter.Filter;
import twinport.wire.filter.Parsing;

/// The expression of `--filter`; without one every row is wanted.
final class RowFilter {
    private final @Nullable Filter filter;

    RowFilter(@Nullable String expression) {
        this.filter = expression == null ? null : read(expression);
    }

    private static Filter read(String expression) {
        return switch (Filter.parse(expression)) {
            case Parsing.Parsed(var read) -> Filter.of(read);
            case Parsing.Wrong wrong ->
                    throw new Failure(
                            Exit.USAGE,
                            "--filter, column " + wrong.column() + ": " + wrong.seen(),
                            wrong.allowed());
        };
    }

    boolean wants(Row row) {
        return filter == null || filter.test(row);
    }

    /// Whether everything is wanted.
    boolean isOpen() {
        return filter == null;
    }

    boolean needsFrames() {
        return filter != null && filter.fields().stream().anyMatch(Field::frames);
    }

    void tellGivenUp(Terminal terminal) {
        if (filter != null && filter.givenUp() > 0) {
            terminal.warn(
                    "the regular expression took too long on "
                            + filter.givenUp()
                            + " values; they count as not matching");
        }
    }
}
