// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import twinport.wire.field.AddressText;
import twinport.wire.field.Field;

/// Makes tests of an expression. A test asks only for the values it needs, and the parts of `&&`
/// and `||` are asked in their order until the answer is known.
final class Compiler {
    private final Set<Field> fields;
    private final BoundedMatching matching;

    /// @param fields takes those that the expression looks at
    Compiler(Set<Field> fields, BoundedMatching matching) {
        this.fields = fields;
        this.matching = matching;
    }

    Test compile(Expression expression) {
        return switch (expression) {
            case Expression.And(List<Expression> parts) -> all(compiled(parts));
            case Expression.Or(List<Expression> parts) -> any(compiled(parts));
            case Expression.Not(Expression inner) -> not(compile(inner));
            case Expression.Present(Field field) -> present(field);
            case Expression.Compare(Field field, Operator operator, Literal value) ->
                    compare(field, operator, value);
            case Expression.In(Field field, List<Expression.Range> ranges) -> in(field, ranges);
            case Expression.Contains(Field field, Literal part) -> contains(field, part);
            case Expression.Matches matches -> matches(matches);
            case Expression.Topic(Field field, TopicFilter filter) -> topic(field, filter);
        };
    }

    private Test[] compiled(List<Expression> parts) {
        return parts.stream().map(this::compile).toArray(Test[]::new);
    }

    private static Test all(Test[] parts) {
        return row -> {
            for (Test part : parts) {
                if (!part.test(row)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Test any(Test[] parts) {
        return row -> {
            for (Test part : parts) {
                if (part.test(row)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Test not(Test inner) {
        return row -> !inner.test(row);
    }

    private Field used(Field field) {
        fields.add(field);
        return field;
    }

    private Test present(Field field) {
        return new ValueTest(used(field), false) {
            @Override
            boolean matches(long value) {
                return true;
            }

            @Override
            boolean matches(double value) {
                return true;
            }

            @Override
            boolean matches(String value) {
                return true;
            }

            @Override
            boolean matches(byte[] value, int from, int length) {
                return true;
            }

            @Override
            boolean matches(AddressText value) {
                return true;
            }
        };
    }

    private Test compare(Field field, Operator operator, Literal value) {
        boolean none = operator == Operator.NOT_EQUAL;
        return switch (value) {
            case Literal.Whole(long wanted) -> number(field, operator, wanted);
            case Literal.Decimal(double wanted) -> decimal(field, operator, wanted);
            case Literal.Text(String wanted) ->
                    new ValueTest(used(field), none) {
                        @Override
                        boolean matches(String text) {
                            return text.equals(wanted);
                        }
                    };
            case Literal.Bytes(byte[] wanted) ->
                    new ValueTest(used(field), none) {
                        @Override
                        boolean matches(byte[] bytes, int from, int length) {
                            return Arrays.equals(
                                    bytes, from, from + length, wanted, 0, wanted.length);
                        }
                    };
            case Literal.Network network ->
                    new ValueTest(used(field), none) {
                        @Override
                        boolean matches(AddressText address) {
                            return within(address.address(), network);
                        }
                    };
        };
    }

    private Test number(Field field, Operator operator, long wanted) {
        long from =
                switch (operator) {
                    case EQUAL, NOT_EQUAL, GREATER_OR_EQUAL -> wanted;
                    case GREATER -> wanted == Long.MAX_VALUE ? wanted : wanted + 1;
                    default -> Long.MIN_VALUE;
                };
        long to =
                switch (operator) {
                    case EQUAL, NOT_EQUAL, LESS_OR_EQUAL -> wanted;
                    case LESS -> wanted == Long.MIN_VALUE ? wanted : wanted - 1;
                    default -> Long.MAX_VALUE;
                };
        return new ValueTest(used(field), operator == Operator.NOT_EQUAL) {
            @Override
            boolean matches(long value) {
                return value >= from && value <= to;
            }
        };
    }

    private Test decimal(Field field, Operator operator, double wanted) {
        return new ValueTest(used(field), operator == Operator.NOT_EQUAL) {
            @Override
            boolean matches(double value) {
                return switch (operator) {
                    case LESS -> value < wanted;
                    case LESS_OR_EQUAL -> value <= wanted;
                    case GREATER -> value > wanted;
                    case GREATER_OR_EQUAL -> value >= wanted;
                    default -> value == wanted;
                };
            }
        };
    }

    private static boolean within(byte[] address, Literal.Network network) {
        if (address.length != network.address().length) {
            return false;
        }
        int whole = network.bits() / 8;
        if (!Arrays.equals(address, 0, whole, network.address(), 0, whole)) {
            return false;
        }
        int left = network.bits() % 8;
        return left == 0 || ((address[whole] ^ network.address()[whole]) & 0xff) >> (8 - left) == 0;
    }

    private Test in(Field field, List<Expression.Range> ranges) {
        Test[] tests = new Test[ranges.size()];
        for (int i = 0; i < tests.length; i++) {
            Expression.Range range = ranges.get(i);
            if (range.from() instanceof Literal.Decimal(double from)
                    && range.to() instanceof Literal.Decimal(double to)) {
                tests[i] = between(field, from, to);
                continue;
            }
            tests[i] =
                    range.from() instanceof Literal.Whole(long from)
                                    && range.to() instanceof Literal.Whole(long to)
                            ? between(field, from, to)
                            : compare(field, Operator.EQUAL, range.from());
        }
        return any(tests);
    }

    private Test between(Field field, long from, long to) {
        return new ValueTest(used(field), false) {
            @Override
            boolean matches(long value) {
                return value >= from && value <= to;
            }
        };
    }

    private Test between(Field field, double from, double to) {
        return new ValueTest(used(field), false) {
            @Override
            boolean matches(double value) {
                return value >= from && value <= to;
            }
        };
    }

    private Test contains(Field field, Literal part) {
        String text = part instanceof Literal.Text(String value) ? value : "";
        byte[] bytes = part instanceof Literal.Bytes(byte[] value) ? value : text.getBytes(UTF_8);
        return new ValueTest(used(field), false) {
            @Override
            boolean matches(String value) {
                return value.contains(text);
            }

            @Override
            boolean matches(byte[] value, int from, int length) {
                return holds(value, from, length, bytes);
            }
        };
    }

    private static boolean holds(byte[] value, int from, int length, byte[] part) {
        for (int at = from; at <= from + length - part.length; at++) {
            if (value[at] == part[0]
                    && Arrays.equals(value, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private Test matches(Expression.Matches wanted) {
        return new ValueTest(used(wanted.field()), false) {
            @Override
            boolean matches(String value) {
                return matching.find(wanted.pattern(), value);
            }

            @Override
            boolean matches(byte[] value, int from, int length) {
                int looked = Math.min(length, BoundedMatching.CHARS_MAX);
                return matching.find(wanted.pattern(), new String(value, from, looked, UTF_8));
            }
        };
    }

    private Test topic(Field field, TopicFilter filter) {
        return new ValueTest(used(field), false) {
            @Override
            boolean matches(String value) {
                return filter.fits(value);
            }
        };
    }
}
