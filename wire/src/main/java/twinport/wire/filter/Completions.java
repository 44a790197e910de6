// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import twinport.wire.field.Field;
import twinport.wire.field.Fields;
import twinport.wire.field.Type;
import twinport.wire.mqtt.PacketType;

/// What may stand at the cursor of an expression that is being written.
///
/// @param from where the word begins that a choice replaces
/// @param to behind its last character
public record Completions(int from, int to, List<Choice> choices) {
    /// More are not offered at once.
    public static final int CHOICES_MAX = 50;

    /// @param text what to write
    /// @param description for the list beside it
    public record Choice(String text, String description) {}

    private enum Expected {
        TEST,
        OPERATOR,
        VALUE,
        CONNECTIVE
    }

    public Completions {
        choices = List.copyOf(choices);
    }

    /// Choices for the word that the cursor stands in or behind; none inside a text in quotes.
    public static Completions at(String text, int cursor) {
        int end = Math.clamp(cursor, 0, Math.min(text.length(), Parser.LENGTH_MAX));
        List<Token> tokens;
        try {
            tokens = new ArrayList<>(Lexer.tokens(text.substring(0, end)));
        } catch (SyntaxError insideQuotes) {
            return new Completions(end, end, List.of());
        }
        tokens.removeLast();
        int from = end;
        String begun = "";
        if (!tokens.isEmpty() && tokens.getLast().to() == end) {
            Token last = tokens.getLast();
            if (last.kind() == Token.Kind.WORD) {
                tokens.removeLast();
                from = last.from();
                begun = last.text().toLowerCase(Locale.ROOT);
            }
        }
        return new Completions(from, end, fitting(tokens, begun));
    }

    private static List<Choice> fitting(List<Token> before, String begun) {
        Expected expected = Expected.TEST;
        Field field = null;
        for (Token token : before) {
            Field named =
                    expected == Expected.TEST ? Fields.named(token.text()).orElse(null) : null;
            field = named == null ? field : named;
            expected = after(expected, token);
        }
        return choices(expected, field).stream()
                .filter(choice -> choice.text().toLowerCase(Locale.ROOT).contains(begun))
                .sorted((a, b) ->
                        Boolean.compare(b.text().startsWith(begun), a.text().startsWith(begun)))
                .limit(CHOICES_MAX)
                .toList();
    }

    private static Expected after(Expected expected, Token token) {
        if (token.is("&&") || token.is("||") || token.is("and") || token.is("or")) {
            return Expected.TEST;
        }
        if (token.is("}") || token.is(")")) {
            return Expected.CONNECTIVE;
        }
        return switch (expected) {
            case TEST ->
                    token.is("!") || token.is("not") || token.is("(")
                            ? Expected.TEST
                            : Expected.OPERATOR;
            case OPERATOR -> Expected.VALUE;
            case VALUE -> token.is("{") || token.is(",") ? Expected.VALUE : Expected.CONNECTIVE;
            case CONNECTIVE -> Expected.CONNECTIVE;
        };
    }

    private static List<Choice> choices(Expected expected, @Nullable Field field) {
        List<Choice> choices = new ArrayList<>();
        switch (expected) {
            case TEST -> {
                for (Field each : Fields.all()) {
                    choices.add(new Choice(each.name(), each.description()));
                }
                choices.add(new Choice("not", "the opposite"));
            }
            case OPERATOR -> {
                for (Operator operator : Operator.values()) {
                    if (field != null && operator.fits(field.type())) {
                        choices.add(new Choice(operator.sign(), operator.description()));
                    }
                }
                connectives(choices);
            }
            case VALUE -> values(choices, field);
            case CONNECTIVE -> connectives(choices);
        }
        return choices;
    }

    private static void connectives(List<Choice> choices) {
        choices.add(new Choice("&&", "both"));
        choices.add(new Choice("||", "one of them"));
    }

    private static void values(List<Choice> choices, @Nullable Field field) {
        if (field != null && field.name().equals("mqtt.msgtype")) {
            for (PacketType type : PacketType.values()) {
                choices.add(new Choice(type.name(), "packet type " + type.number()));
            }
        } else if (field != null && field.type() == Type.BOOLEAN) {
            choices.add(new Choice("true", "or 1"));
            choices.add(new Choice("false", "or 0"));
        }
    }
}
