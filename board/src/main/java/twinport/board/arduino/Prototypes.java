// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the functions of a sketch, so that one may be used above its definition, as in the Arduino
/// IDE: their declarations are put before the first definition.
///
/// Functions with default arguments, templates and everything inside a class or namespace are left
/// alone, as the IDE leaves them.
final class Prototypes {
    /// A definition: what to declare, and where it stands in the text.
    record Definition(String declaration, int offset) {}

    private static final int MAX_DEFINITIONS = 1_000;
    private static final Set<String> NO_TYPES =
            Set.of(
                    "if",
                    "for",
                    "while",
                    "switch",
                    "return",
                    "else",
                    "do",
                    "class",
                    "struct",
                    "union",
                    "enum",
                    "namespace",
                    "template",
                    "typedef",
                    "using",
                    "extern",
                    "case",
                    "new",
                    "delete",
                    "operator",
                    "constexpr",
                    "consteval",
                    "friend",
                    "public",
                    "private",
                    "protected");
    private static final Pattern HEAD =
            Pattern.compile(
                    "((?:[A-Za-z_][\\w:]*(?:\\s*<[^;{}()]*>)?[\\s*&]+)+)([A-Za-z_]\\w*)\\s*"
                            + "(\\([^(){};]*(?:\\([^(){};]*\\)[^(){};]*)*\\))\\s*$",
                    Pattern.DOTALL);

    private Prototypes() {}

    /// The definitions at the outermost level, in order.
    static List<Definition> in(String source) {
        String bare = blank(source);
        List<Definition> found = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < bare.length() && found.size() < MAX_DEFINITIONS; i++) {
            switch (bare.charAt(i)) {
                case '{' -> {
                    if (depth++ == 0) {
                        add(found, bare, start, i);
                    }
                }
                case '}' -> {
                    depth = Math.max(0, depth - 1);
                    start = depth == 0 ? i + 1 : start;
                }
                case ';' -> start = depth == 0 ? i + 1 : start;
                default -> {
                    // part of a declaration
                }
            }
        }
        return found;
    }

    private static void add(List<Definition> found, String bare, int start, int brace) {
        String head = bare.substring(start, brace);
        Matcher matcher = HEAD.matcher(head);
        if (!matcher.find() || !head.substring(0, matcher.start()).isBlank()) {
            return;
        }
        String type = matcher.group(1);
        String arguments = matcher.group(3);
        boolean unusual =
                List.of(type.split("[\\s*&<>:]+")).stream().anyMatch(NO_TYPES::contains)
                        || NO_TYPES.contains(matcher.group(2))
                        || arguments.contains("=");
        if (!unusual) {
            String declaration = type + " " + matcher.group(2) + arguments + ";";
            found.add(
                    new Definition(
                            declaration.strip().replaceAll("\\s+", " "), start + matcher.start(1)));
        }
    }

    /// The same text with comments, literals and preprocessor lines blanked out, so that positions
    /// stay.
    private static String blank(String source) {
        StringBuilder out = new StringBuilder(source);
        int i = 0;
        boolean lineStart = true;
        while (i < source.length()) {
            char c = source.charAt(i);
            int end = i;
            if (lineStart && c == '#') {
                end = directiveEnd(source, i);
            } else if (source.startsWith("//", i)) {
                end = lineEnd(source, i);
            } else if (source.startsWith("/*", i)) {
                end = after(source, "*/", i + 2);
            } else if (source.startsWith("R\"", i)) {
                end = rawEnd(source, i);
            } else if (c == '"' || c == '\'') {
                end = quoteEnd(source, i, c);
            }
            lineStart = c == '\n' || (lineStart && Character.isWhitespace(c));
            if (end > i) {
                blank(out, i, end);
                i = end;
            } else {
                i++;
            }
        }
        return out.toString();
    }

    private static void blank(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            if (out.charAt(i) != '\n') {
                out.setCharAt(i, ' ');
            }
        }
    }

    private static int lineEnd(String source, int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    private static int directiveEnd(String source, int from) {
        int end = lineEnd(source, from);
        while (end < source.length() && source.charAt(end - 1) == '\\') {
            end = lineEnd(source, end + 1);
        }
        return end;
    }

    private static int after(String source, String mark, int from) {
        int end = source.indexOf(mark, from);
        return end < 0 ? source.length() : end + mark.length();
    }

    private static int rawEnd(String source, int from) {
        int open = source.indexOf('(', from);
        return open < 0
                ? source.length()
                : after(source, ")" + source.substring(from + 2, open) + "\"", open);
    }

    private static int quoteEnd(String source, int from, char quote) {
        int i = from + 1;
        while (i < source.length() && source.charAt(i) != quote && source.charAt(i) != '\n') {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(source.length(), i + 1);
    }
}
