// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import twinport.findings.check.source.Token.Kind;

/// Splits C++ (ISO/IEC 14882, lex) and Python (language reference 2) into tokens, as far as is
/// needed to tell code from comments and texts. Takes anything: what is never closed ends with its
/// line or the file. String literals that follow each other are one, as both languages have it.
final class Tokens {
    private final String source;
    private final boolean python;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Tokens(String source, boolean python) {
        this.source = source;
        this.python = python;
    }

    static List<Token> ofCpp(String source) {
        return new Tokens(DeadCode.blanked(source), false).all();
    }

    static List<Token> ofPython(String source) {
        return new Tokens(source, true).all();
    }

    private List<Token> all() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (!comment(c) && !literal(c)) {
                plain(c);
            }
        }
        return List.copyOf(tokens);
    }

    private boolean comment(char c) {
        if (python ? c == '#' : source.startsWith("//", at)) {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
            return true;
        }
        if (!python && source.startsWith("/*", at)) {
            int end = source.indexOf("*/", at + 2);
            pass(end < 0 ? source.length() : end + 2);
            return true;
        }
        return false;
    }

    private boolean literal(char c) {
        if (c == '"' || c == '\'') {
            quoted(at, false);
            return true;
        }
        if (!Character.isLetter(c)) {
            return false;
        }
        int quote = at;
        while (quote < source.length() && quote - at < 4 && isWordPart(source.charAt(quote))) {
            quote++;
        }
        if (quote >= source.length() || "\"'".indexOf(source.charAt(quote)) < 0) {
            return false;
        }
        String prefix = source.substring(at, quote).toLowerCase(Locale.ROOT);
        boolean known = python ? prefix.matches("[rbuf]{1,2}") : prefix.matches("(u8|u|l)?r?");
        if (!known) {
            return false;
        }
        if (!python && prefix.endsWith("r")) {
            return raw(quote);
        }
        quoted(quote, prefix.contains("r"));
        return true;
    }

    /// `R"mark(...)mark"`.
    private boolean raw(int quote) {
        int open = source.indexOf('(', quote);
        if (open < 0 || open - quote > 17) {
            return false;
        }
        String close = ")" + source.substring(quote + 1, open) + "\"";
        int end = source.indexOf(close, open);
        int last = end < 0 ? source.length() : end;
        text(source.substring(open + 1, last));
        pass(Math.min(source.length(), last + close.length()));
        return true;
    }

    private void quoted(int quote, boolean verbatim) {
        char mark = source.charAt(quote);
        String triple = String.valueOf(mark).repeat(3);
        boolean isLong = python && source.startsWith(triple, quote);
        int from = quote + (isLong ? 3 : 1);
        int end = from;
        StringBuilder value = new StringBuilder();
        while (end < source.length()) {
            char c = source.charAt(end);
            if (isLong ? source.startsWith(triple, end) : c == mark) {
                break;
            }
            if (c == '\n' && !isLong) {
                break;
            }
            if (c == '\\' && end + 1 < source.length()) {
                value.append(verbatim ? "\\" + source.charAt(end + 1) : escaped(end + 1));
                end += 2;
            } else {
                value.append(c);
                end++;
            }
        }
        text(value.toString());
        boolean closed = end < source.length() && source.charAt(end) != '\n';
        pass(Math.min(source.length(), end + (isLong ? 3 : closed ? 1 : 0)));
    }

    private String escaped(int index) {
        char c = source.charAt(index);
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '\n' -> "";
            default -> String.valueOf(c);
        };
    }

    private void text(String value) {
        int last = tokens.size() - 1;
        if (last >= 0 && tokens.get(last).kind() == Kind.TEXT && continues(tokens.get(last))) {
            tokens.set(
                    last,
                    new Token(Kind.TEXT, tokens.get(last).text() + value, tokens.get(last).line()));
        } else {
            tokens.add(new Token(Kind.TEXT, value, line));
        }
    }

    /// In C++ across lines; in Python on one line, for there a line that is only a text is a
    /// statement of its own.
    private boolean continues(Token last) {
        return !python || last.line() == line;
    }

    private void plain(char c) {
        int end = at;
        if (isWordPart(c)) {
            boolean number = Character.isDigit(c);
            while (end < source.length()
                    && (isWordPart(source.charAt(end)) || (number && source.charAt(end) == '.'))) {
                end++;
            }
            tokens.add(
                    new Token(number ? Kind.NUMBER : Kind.WORD, source.substring(at, end), line));
        } else {
            end++;
            tokens.add(new Token(Kind.SIGN, source.substring(at, end), line));
        }
        at = end;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private void pass(int to) {
        for (int i = at; i < to; i++) {
            if (source.charAt(i) == '\n') {
                line++;
            }
        }
        at = to;
    }

    /// The number that a token says, in C++'s and Python's ways of writing it.
    static Optional<Long> number(Token token) {
        if (token.kind() != Kind.NUMBER) {
            return Optional.empty();
        }
        String digits = token.text().replaceAll("[uUlL_']+$", "");
        try {
            return Optional.of(Long.decode(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
