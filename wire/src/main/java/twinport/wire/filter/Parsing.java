// SPDX-License-Identifier: MIT
package twinport.wire.filter;

/// What became of a text that should be an expression.
public sealed interface Parsing {

    record Parsed(Expression expression) implements Parsing {}

    /// @param column where, from 1
    /// @param seen what stands there
    /// @param allowed what may stand there, or why not
    record Wrong(int column, String seen, String allowed) implements Parsing {
        @Override
        public String toString() {
            return "column " + column + ": " + seen + "; " + allowed;
        }
    }
}
