// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import twinport.findings.check.source.Token.Kind;

/// A call, or what looks like one: a declaration with a constructor's arguments does.
///
/// @param before the word before the name: the object in `net.setCACert(ca)`, the type in
///   `PubSubClient client(net)`; empty where there is none
/// @param arguments the tokens of each
record Call(String before, String name, List<List<Token>> arguments, int line) {
    private static final class Open {
        private final String before;
        private final String name;
        private final int line;
        private final List<List<Token>> arguments = new ArrayList<>();
        private int start;

        Open(String before, String name, int line, int start) {
            this.before = before;
            this.name = name;
            this.line = line;
            this.start = start;
        }
    }

    /// Every call, the inner ones first. Brackets that are never closed close nothing.
    static List<Call> in(List<Token> tokens) {
        List<Call> calls = new ArrayList<>();
        Deque<Open> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Kind.SIGN) {
                continue;
            }
            switch (token.text().charAt(0)) {
                case '(' -> open.push(opened(tokens, i));
                case '[', '{' -> open.push(new Open("", "", token.line(), i + 1));
                case ',' -> {
                    if (!open.isEmpty()) {
                        Open inner = open.getFirst();
                        inner.arguments.add(tokens.subList(inner.start, i));
                        inner.start = i + 1;
                    }
                }
                case ')', ']', '}' -> {
                    if (!open.isEmpty()) {
                        closed(open.pop(), tokens, i).ifPresent(calls::add);
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(calls);
    }

    private static Open opened(List<Token> tokens, int i) {
        boolean named = i > 0 && tokens.get(i - 1).kind() == Kind.WORD;
        if (!named) {
            return new Open("", "", tokens.get(i).line(), i + 1);
        }
        Token name = tokens.get(i - 1);
        int j = i - 2;
        while (j >= 0 && tokens.get(j).kind() == Kind.SIGN && isBetween(tokens.get(j))) {
            j--;
        }
        String before = j >= 0 && tokens.get(j).kind() == Kind.WORD ? tokens.get(j).text() : "";
        return new Open(before, name.text(), name.line(), i + 1);
    }

    private static boolean isBetween(Token token) {
        return ".->:*&".contains(token.text());
    }

    private static Optional<Call> closed(Open open, List<Token> tokens, int end) {
        if (open.name.isEmpty()) {
            return Optional.empty();
        }
        List<List<Token>> arguments = open.arguments;
        if (open.start < end || !arguments.isEmpty()) {
            arguments.add(tokens.subList(open.start, end));
        }
        return Optional.of(new Call(open.before, open.name, List.copyOf(arguments), open.line));
    }

    /// Python's `name=value`; the value's tokens.
    Optional<List<Token>> keyword(String keyword) {
        return arguments.stream()
                .filter(each ->
                        each.size() > 2 && each.get(0).isWord(keyword) && each.get(1).isSign('='))
                .map(each -> each.subList(2, each.size()))
                .findFirst();
    }

    /// The only token of an argument, where it has just one.
    Optional<Token> single(int index) {
        return index < arguments.size() && arguments.get(index).size() == 1
                ? Optional.of(arguments.get(index).getFirst())
                : Optional.empty();
    }

    boolean isWordAt(int index, String word) {
        return single(index).filter(token -> token.isWord(word)).isPresent();
    }
}
