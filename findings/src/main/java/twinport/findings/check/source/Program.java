// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import twinport.findings.check.Evidence;
import twinport.findings.check.source.Source.Code;
import twinport.findings.check.source.Source.Language;
import twinport.findings.check.source.Token.Kind;

/// Files that make one firmware: those of one language below one folder.
///
/// @param constants names with one literal value, from `#define NAME value` and `NAME = value`
record Program(
        Language language, List<Code> files, Map<String, Token> constants, Set<String> words) {
    /// A call and the file it stands in.
    record Place(Code file, Call call) {}

    static List<Program> of(List<Source> sources) {
        Map<String, List<Code>> byFolder = new LinkedHashMap<>();
        List<Code> all =
                sources.stream().filter(Code.class::isInstance).map(Code.class::cast).toList();
        Set<String> roots =
                all.stream()
                        .filter(code -> code.name().endsWith(".ino") || isMain(code.name()))
                        .map(code -> folder(code.name()))
                        .collect(Collectors.toSet());
        for (Code code : all) {
            String key = root(folder(code.name()), roots) + " " + code.language();
            byFolder.computeIfAbsent(key, _ -> new ArrayList<>()).add(code);
        }
        return byFolder.values().stream().map(Program::whole).toList();
    }

    private static boolean isMain(String name) {
        return name.endsWith("/main.py") || name.equals("main.py");
    }

    private static String folder(String name) {
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }

    /// The nearest folder above that has a main file; else the folder itself.
    private static String root(String folder, Set<String> roots) {
        for (String each = folder; ; each = folder(each)) {
            if (roots.contains(each)) {
                return each;
            }
            if (each.isEmpty()) {
                return folder;
            }
        }
    }

    private static Program whole(List<Code> files) {
        Map<String, Token> constants = new HashMap<>();
        files.forEach(file -> collect(file.tokens(), constants));
        Set<String> words =
                files.stream()
                        .flatMap(file -> file.tokens().stream())
                        .filter(token -> token.kind() == Kind.WORD)
                        .map(Token::text)
                        .collect(Collectors.toSet());
        return new Program(files.getFirst().language(), List.copyOf(files), constants, words);
    }

    private static void collect(List<Token> tokens, Map<String, Token> into) {
        for (int i = 2; i < tokens.size(); i++) {
            Token value = tokens.get(i);
            if (!isLiteral(value)) {
                continue;
            }
            assigned(tokens, i).ifPresent(name -> into.put(name, value));
        }
    }

    /// The name that gets the literal at this index: `NAME = literal`, `NAME[] = literal`, `#define
    /// NAME literal`, and Python's `A, B = literal, literal`.
    static Optional<String> assigned(List<Token> tokens, int literal) {
        int i = literal - 1;
        if (i >= 2 && tokens.get(i).kind() == Kind.WORD && tokens.get(i - 1).isWord("define")) {
            return Optional.of(tokens.get(i).text());
        }
        int before = 0;
        while (i >= 2 && tokens.get(i).isSign(',') && isLiteral(tokens.get(i - 1))) {
            i -= 2;
            before++;
        }
        if (i < 1 || !tokens.get(i).isSign('=')) {
            return Optional.empty();
        }
        i--;
        if (tokens.get(i).isSign(']')) {
            while (i > 0 && !tokens.get(i).isSign('[')) {
                i--;
            }
            i--;
        }
        while (i > 0 && tokens.get(i).isWord("PROGMEM")) {
            i--;
        }
        List<String> names = names(tokens, i);
        return before < names.size() ? Optional.of(names.get(before)) : Optional.empty();
    }

    private static boolean isLiteral(Token token) {
        return token.kind() == Kind.TEXT || token.kind() == Kind.NUMBER;
    }

    /// The name that ends at this index, or all of a list of names with which a line begins.
    private static List<String> names(List<Token> tokens, int last) {
        if (last < 0 || tokens.get(last).kind() != Kind.WORD) {
            return List.of();
        }
        int first = last;
        while (first >= 2
                && tokens.get(first - 1).isSign(',')
                && tokens.get(first - 2).kind() == Kind.WORD) {
            first -= 2;
        }
        boolean isLineOfNames =
                first == 0 || tokens.get(first - 1).line() != tokens.get(first).line();
        List<String> names = new ArrayList<>();
        for (int i = isLineOfNames ? first : last; i <= last; i += 2) {
            names.add(tokens.get(i).text());
        }
        return names;
    }

    boolean has(String... any) {
        return Stream.of(any).anyMatch(words::contains);
    }

    /// Whether one of these stands anywhere in the code, as a name or as a text.
    boolean mentions(String... any) {
        return files.stream()
                .flatMap(file -> file.tokens().stream())
                .anyMatch(token -> List.of(any).contains(token.text()));
    }

    /// The name under which findings speak of the whole: its main file.
    String name() {
        return main().name();
    }

    Code main() {
        return files.stream()
                .filter(file -> file.name().endsWith(".ino") || isMain(file.name()))
                .findFirst()
                .orElse(files.getFirst());
    }

    Stream<Place> calls(Predicate<Call> wanted) {
        return files.stream()
                .flatMap(file ->
                        Call.in(file.tokens()).stream()
                                .filter(wanted)
                                .map(call -> new Place(file, call)));
    }

    /// Every place where a word stands, as evidence.
    List<Evidence> at(String word) {
        return files.stream()
                .flatMap(file ->
                        file.tokens().stream()
                                .filter(token -> token.isWord(word))
                                .map(Token::line)
                                .distinct()
                                .map(file::at))
                .map(Evidence.class::cast)
                .limit(20)
                .toList();
    }

    /// The literal that a token is, or that a constant of this name has.
    Optional<Token> literal(Token token) {
        if (token.kind() == Kind.WORD) {
            return Optional.ofNullable(constants.get(token.text()));
        }
        return token.kind() == Kind.SIGN ? Optional.empty() : Optional.of(token);
    }
}
