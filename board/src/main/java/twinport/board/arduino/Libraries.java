// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Arduino libraries that a sketch uses, out of folders of libraries: those with a header that the
/// sketch, or a library already taken, includes. Both library layouts are known: everything in
/// `src`, or flat with `utility`.
final class Libraries {
    private static final Pattern INCLUDE =
            Pattern.compile("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]", Pattern.MULTILINE);
    private static final int MAX_LIBRARIES = 200;
    private static final int MAX_FILES = 2_000;
    private static final int MAX_DEPTH = 8;

    private final Map<Path, List<Path>> used = new LinkedHashMap<>();

    /// Takes what a sketch needs; earlier folders win.
    Libraries(SketchFolder sketch, List<Path> folders) throws SketchException {
        try {
            List<Path> known = known(folders);
            Deque<String> wanted = new ArrayDeque<>();
            for (Path file : sketch.files()) {
                wanted.addAll(includes(sketch.text(file)));
            }
            Set<String> seen = new HashSet<>();
            while (!wanted.isEmpty()) {
                String header = wanted.removeFirst();
                if (seen.add(header)) {
                    take(header, known, wanted);
                }
            }
        } catch (IOException e) {
            throw new SketchException("a library cannot be read: " + e.getMessage(), e);
        }
    }

    /// Where their headers are.
    List<Path> includeFolders() {
        return List.copyOf(used.keySet());
    }

    /// What of them is compiled.
    List<Path> units() {
        return used.values().stream().flatMap(List::stream).filter(SketchFolder::isUnit).toList();
    }

    void addTo(MessageDigest digest) throws SketchException {
        try {
            for (var each : used.entrySet()) {
                for (Path file : each.getValue()) {
                    String name = each.getKey().relativize(file).toString();
                    digest.update(name.getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    digest.update(Digest.of(Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new SketchException("a library cannot be read: " + e.getMessage(), e);
        }
    }

    private void take(String header, List<Path> known, Deque<String> wanted) throws IOException {
        for (Path root : known) {
            if (!Files.isRegularFile(root.resolve(header))) {
                continue;
            }
            if (!used.containsKey(root)) {
                List<Path> files = filesOf(root);
                used.put(root, files);
                for (Path file : files) {
                    wanted.addAll(includes(Files.readString(file, StandardCharsets.ISO_8859_1)));
                }
            }
            return;
        }
    }

    /// The folder in each library that headers are found in.
    private static List<Path> known(List<Path> folders) throws IOException {
        List<Path> roots = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> list = Files.list(folder)) {
                    list.filter(Files::isDirectory)
                            .sorted(Comparator.comparing(Path::toString))
                            .limit(MAX_LIBRARIES)
                            .map(each -> each.resolve("src"))
                            .map(src -> Files.isDirectory(src) ? src : src.resolveSibling("."))
                            .map(Path::normalize)
                            .forEach(roots::add);
                }
            }
        }
        return roots;
    }

    private static List<Path> filesOf(Path root) throws IOException {
        boolean flat = !root.endsWith("src");
        try (Stream<Path> walk = Files.walk(root, MAX_DEPTH)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> SketchFolder.isUnit(file) || SketchFolder.isHeader(file))
                    .filter(file -> !flat || isFlat(root.relativize(file)))
                    .sorted(Comparator.comparing(Path::toString))
                    .limit(MAX_FILES)
                    .toList();
        }
    }

    private static boolean isFlat(Path file) {
        return file.getNameCount() == 1 || file.getName(0).toString().equals("utility");
    }

    private static List<String> includes(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = INCLUDE.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
