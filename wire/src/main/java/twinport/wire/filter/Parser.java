// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.Type;

/// Reads an expression:
///
/// ```
/// or    = and { ("||" | "or") and }
/// and   = unary { ("&&" | "and") unary }
/// unary = ("!" | "not") unary | "(" or ")" | test
/// test  = field [ operator value | "in" "{" { value [".." value] } "}" ]
/// ```
final class Parser {
    /// Characters of an expression.
    static final int LENGTH_MAX = 4096;

    /// Parentheses and negations within each other.
    static final int NESTING_MAX = 32;

    /// Values of one set.
    static final int SET_MAX = 256;

    /// Characters of a regular expression.
    static final int PATTERN_MAX = 512;

    private static final String TEST = "a field, '!' or '('";

    private final List<Token> tokens;
    private int at;
    private int nesting;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Parsing parse(String text) {
        try {
            if (text.length() > LENGTH_MAX) {
                throw new SyntaxError(
                        LENGTH_MAX,
                        "an expression of " + text.length() + " characters",
                        LENGTH_MAX + " are allowed");
            }
            Parser parser = new Parser(Lexer.tokens(text));
            Expression expression = parser.or();
            Token rest = parser.peek();
            if (rest.kind() != Token.Kind.END) {
                throw wrong(rest, "'&&', '||' or the end");
            }
            return new Parsing.Parsed(expression);
        } catch (SyntaxError error) {
            return error.asResult();
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    private boolean takeIf(String sign, String word) {
        boolean there = peek().is(sign) || peek().is(word);
        if (there) {
            at++;
        }
        return there;
    }

    private static SyntaxError wrong(Token token, String expected) {
        return new SyntaxError(token.from(), token.seen(), "expected " + expected);
    }

    private Expression or() {
        List<Expression> parts = new ArrayList<>(List.of(and()));
        while (takeIf("||", "or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts);
    }

    private Expression and() {
        List<Expression> parts = new ArrayList<>(List.of(unary()));
        while (takeIf("&&", "and")) {
            parts.add(unary());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }

    private Expression unary() {
        Token first = peek();
        if (takeIf("!", "not")) {
            deeper(first);
            Expression inner = unary();
            nesting--;
            return new Expression.Not(inner);
        }
        if (takeIf("(", "(")) {
            deeper(first);
            Expression inner = or();
            if (!takeIf(")", ")")) {
                throw wrong(peek(), "')'");
            }
            nesting--;
            return inner;
        }
        return test();
    }

    private void deeper(Token token) {
        if (++nesting > NESTING_MAX) {
            throw new SyntaxError(
                    token.from(),
                    "parentheses and negations within each other",
                    "at most " + NESTING_MAX + " are allowed");
        }
    }

    private Expression test() {
        Token token = take();
        if (token.kind() != Token.Kind.WORD) {
            throw wrong(token, TEST);
        }
        Field field =
                Fields.named(token.text())
                        .orElseThrow(() ->
                                new SyntaxError(
                                        token.from(),
                                        "there is no field " + token.seen(),
                                        "the nearest is " + Fields.nearest(token.text())));
        Token next = peek();
        if (next.kind() == Token.Kind.QUOTED) {
            throw wrong(next, "an operator after " + field.name() + ": " + operators(field));
        }
        if (next.is("=")) {
            throw wrong(next, "'=='");
        }
        return Operator.of(next.text()).map(op -> test(field, op)).orElseGet(() -> present(field));
    }

    private Expression present(Field field) {
        Token next = peek();
        boolean over =
                next.kind() == Token.Kind.END
                        || next.is(")")
                        || next.is("&&")
                        || next.is("and")
                        || next.is("||")
                        || next.is("or");
        if (!over) {
            throw wrong(next, "an operator (" + operators(field) + "), '&&', '||' or the end");
        }
        return new Expression.Present(field);
    }

    static String operators(Field field) {
        List<String> fitting = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            if (operator.fits(field.type())) {
                fitting.add(operator.sign());
            }
        }
        return fitting.isEmpty() ? "none: it is there or not" : String.join(" ", fitting);
    }

    private Expression test(Field field, Operator operator) {
        Token sign = take();
        if (!operator.fits(field.type())) {
            throw new SyntaxError(
                    sign.from(),
                    sign.seen() + " does not fit " + field.name() + ", which is " + field.type(),
                    "expected " + operators(field));
        }
        if (operator == Operator.IN) {
            return new Expression.In(field, set(field));
        }
        Token value = value(field);
        textsHaveNoOrder(field, operator, value);
        return switch (operator) {
            case CONTAINS -> new Expression.Contains(field, part(field, value));
            case MATCHES -> new Expression.Matches(field, pattern(value));
            case TOPIC -> new Expression.Topic(field, topic(value));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, IN ->
                    new Expression.Compare(field, operator, Literals.of(field, value));
        };
    }

    /// What a JSON payload holds may be text or number; only numbers are less or more.
    private static void textsHaveNoOrder(Field field, Operator operator, Token value) {
        boolean order =
                switch (operator) {
                    case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
                    default -> false;
                };
        if (order
                && field.type() == Type.SCALAR
                && !(Literals.of(field, value) instanceof Literal.Decimal)) {
            throw wrong(value, "a number after " + operator);
        }
    }

    private Token value(Field field) {
        Token value = take();
        if (value.kind() == Token.Kind.END || value.kind() == Token.Kind.SIGN) {
            throw wrong(value, "a value for " + field.name() + ", which is " + field.type());
        }
        return value;
    }

    private static Literal part(Field field, Token value) {
        Literal part =
                field.type() == Type.SCALAR
                        ? new Literal.Text(value.text())
                        : Literals.of(field, value);
        boolean empty =
                switch (part) {
                    case Literal.Text(String text) -> text.isEmpty();
                    case Literal.Bytes(byte[] bytes) -> bytes.length == 0;
                    default -> false;
                };
        if (empty) {
            throw wrong(value, "something that can be contained");
        }
        return part;
    }

    private static Pattern pattern(Token value) {
        if (value.text().length() > PATTERN_MAX) {
            throw new SyntaxError(
                    value.from(),
                    "a regular expression of " + value.text().length() + " characters",
                    PATTERN_MAX + " are allowed");
        }
        try {
            return Pattern.compile(
                    value.text(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            int inside = Math.max(0, e.getIndex());
            throw new SyntaxError(
                    value.from() + 1 + inside,
                    "no regular expression: " + e.getDescription(),
                    "expected one of java.util.regex.Pattern's");
        }
    }

    private static TopicFilter topic(Token value) {
        TopicFilter.wrong(value.text())
                .ifPresent(why -> {
                    throw new SyntaxError(value.from(), value.seen() + " is no topic filter", why);
                });
        return new TopicFilter(value.text());
    }

    private List<Expression.Range> set(Field field) {
        if (!takeIf("{", "{")) {
            throw wrong(peek(), "'{'");
        }
        List<Expression.Range> ranges = new ArrayList<>();
        while (!peek().is("}")) {
            Token value = value(field);
            ranges.add(range(field, value));
            if (ranges.size() > SET_MAX) {
                throw new SyntaxError(
                        value.from(), "a set of more values", SET_MAX + " are allowed");
            }
            takeIf(",", ",");
        }
        Token end = take();
        if (ranges.isEmpty()) {
            throw wrong(end, "a value for " + field.name());
        }
        return ranges;
    }

    /// `5..9` is a word of its own: the signs of an expression do not part it.
    private static Expression.Range range(Field field, Token value) {
        int dots = value.kind() == Token.Kind.WORD ? value.text().indexOf("..") : -1;
        boolean ranges = field.type().ordered() && field.type() != Type.BOOLEAN;
        if (dots < 0 || !ranges) {
            Literal single = Literals.of(field, value);
            return new Expression.Range(single, single);
        }
        Literal from = Literals.of(field, value, value.text().substring(0, dots));
        Literal to = Literals.of(field, value, value.text().substring(dots + 2));
        if (!Literals.ordered(from, to)) {
            throw wrong(value, "a range from the lesser to the greater");
        }
        return new Expression.Range(from, to);
    }
}
