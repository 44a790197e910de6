// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.LinkedHashSet;
import java.util.Set;
import twinport.wire.field.Field;
import twinport.wire.field.Row;

/// An expression ready to test rows. Not thread-safe: it uses the same memory for every row.
public final class Filter {
    private final Test test;
    private final Set<Field> fields = new LinkedHashSet<>();
    private final BoundedMatching matching = new BoundedMatching();

    private Filter(Expression expression) {
        this.test = new Compiler(fields, matching).compile(expression);
    }

    /// Reads an expression.
    public static Parsing parse(String text) {
        return Parser.parse(text);
    }

    public static Filter of(Expression expression) {
        return new Filter(expression);
    }

    /// Whether the row is wanted. Of a chain of rows each part of the expression is true when it is
    /// true for one of them.
    public boolean test(Row row) {
        return test.test(row);
    }

    /// The fields it looks at.
    public Set<Field> fields() {
        return Set.copyOf(fields);
    }

    /// How many times a regular expression took too long on a value, which then counted as not
    /// matching.
    public long givenUp() {
        return matching.givenUp();
    }
}
