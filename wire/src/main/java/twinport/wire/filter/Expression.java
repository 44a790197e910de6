// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.List;
import java.util.regex.Pattern;
import twinport.wire.field.Field;

/// An expression that was read.
public sealed interface Expression {

    /// All of them.
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /// One of them at least.
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    record Not(Expression inner) implements Expression {}

    /// The row has the field.
    record Present(Field field) implements Expression {}

    /// @param operator one of those that compare: [Operator#EQUAL] to [Operator#GREATER_OR_EQUAL]
    record Compare(Field field, Operator operator, Literal value) implements Expression {}

    record In(Field field, List<Range> ranges) implements Expression {
        public In {
            ranges = List.copyOf(ranges);
        }
    }

    /// A value of a set, where both ends are the same, or all between two.
    record Range(Literal from, Literal to) {}

    /// @param part a [Literal.Text] or [Literal.Bytes]
    record Contains(Field field, Literal part) implements Expression {}

    record Matches(Field field, Pattern pattern) implements Expression {}

    record Topic(Field field, TopicFilter filter) implements Expression {}
}
