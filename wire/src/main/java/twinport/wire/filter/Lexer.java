// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.ArrayList;
import java.util.List;

/// Cuts an expression into words, signs and texts.
final class Lexer {
    private static final String SIGNS = "(){}!=<>&|~,";
    private static final List<String> PAIRS = List.of("==", "!=", "<=", ">=", "&&", "||");

    private final String input;
    private int at;

    private Lexer(String input) {
        this.input = input;
    }

    /// The tokens, with an end as their last.
    static List<Token> tokens(String input) {
        Lexer lexer = new Lexer(input);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < input.length() && Character.isWhitespace(input.charAt(at))) {
            at++;
        }
        if (at == input.length()) {
            return new Token(Token.Kind.END, "", at, at);
        }
        char c = input.charAt(at);
        if (c == '"' || c == '\'') {
            return quoted(c);
        }
        int from = at;
        if (SIGNS.indexOf(c) >= 0) {
            boolean pair = at + 2 <= input.length() && PAIRS.contains(input.substring(at, at + 2));
            at += pair ? 2 : 1;
            return new Token(Token.Kind.SIGN, input.substring(from, at), from, at);
        }
        while (at < input.length() && ofWord(input.charAt(at))) {
            at++;
        }
        return new Token(Token.Kind.WORD, input.substring(from, at), from, at);
    }

    private static boolean ofWord(char c) {
        return !Character.isWhitespace(c) && SIGNS.indexOf(c) < 0 && c != '"' && c != '\'';
    }

    /// A text in quotes. A backslash stands for the quote or the backslash that follows it; before
    /// others it stands for itself, as a regular expression needs it.
    private Token quoted(char quote) {
        int from = at++;
        StringBuilder text = new StringBuilder();
        while (at < input.length() && input.charAt(at) != quote) {
            char c = input.charAt(at++);
            boolean escape =
                    c == '\\'
                            && at < input.length()
                            && (input.charAt(at) == quote || input.charAt(at) == '\\');
            text.append(escape ? input.charAt(at++) : c);
        }
        if (at == input.length()) {
            throw new SyntaxError(from, "a text that does not end", "close it with " + quote);
        }
        at++;
        return new Token(Token.Kind.QUOTED, text.toString(), from, at);
    }
}
