// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A sketch as it lies on disk: its `.ino` files, which are one program, and the C++ files and
/// headers beside them.
///
/// @param folder where it lies
/// @param main the `.ino` (or `.cpp`) file named like the folder, or the one that was named
/// @param parts all `.ino` files, the main one first, then by name
/// @param files everything that takes part in the build, sorted, relative to the folder
record SketchFolder(Path folder, Path main, List<Path> parts, List<Path> files) {
    private static final int MAX_FILES = 500;
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 6;
    private static final Set<String> UNITS = Set.of("cpp", "c", "cc", "cxx");
    private static final Set<String> HEADERS = Set.of("h", "hpp", "hh", "hxx", "inc", "tpp");

    SketchFolder {
        parts = List.copyOf(parts);
        files = List.copyOf(files);
    }

    /// Finds the sketch in a folder, or the one that a file belongs to.
    static SketchFolder at(Path place) throws SketchException {
        boolean isFolder = Files.isDirectory(place);
        Path folder = isFolder ? place : place.toAbsolutePath().getParent();
        if (folder == null || (!isFolder && !Files.isRegularFile(place))) {
            throw new SketchException(place + ": there is no such sketch");
        }
        try {
            List<Path> files = filesIn(folder);
            List<Path> parts =
                    new ArrayList<>(files.stream().filter(SketchFolder::isPart).toList());
            Path main = isFolder ? mainOf(folder, parts, files) : place.getFileName();
            parts.sort(Comparator.comparing((Path part) -> !part.equals(main)));
            return new SketchFolder(folder, main, parts, files);
        } catch (IOException e) {
            throw new SketchException(place + ": the sketch cannot be read: " + e.getMessage(), e);
        }
    }

    /// C and C++ files that are compiled on their own.
    List<Path> units() {
        return files.stream().filter(file -> UNITS.contains(extension(file))).toList();
    }

    /// The `.ino` files as one C++ file: with declarations of all functions, and marked so that the
    /// compiler speaks of the user's files and lines.
    String program() throws SketchException {
        StringBuilder all = new StringBuilder();
        for (Path part : parts) {
            all.append("#line 1 \"").append(part.getFileName()).append("\"\n");
            all.append(text(part)).append('\n');
        }
        String source = all.toString();
        List<Prototypes.Definition> definitions = Prototypes.in(source);
        if (definitions.isEmpty()) {
            return "#include <Arduino.h>\n" + source;
        }
        int at = definitions.getFirst().offset();
        StringBuilder made = new StringBuilder("#include <Arduino.h>\n");
        made.append(source, 0, at).append('\n');
        definitions.forEach(each -> made.append(each.declaration()).append('\n'));
        return made.append(lineMark(source, at)).append(source, at, source.length()).toString();
    }

    void addTo(MessageDigest digest) throws SketchException {
        for (Path file : files) {
            digest.update(file.toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(Digest.of(text(file).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// True when a file includes something above the folder, which its content does not tell.
    boolean reachesOutside() throws SketchException {
        for (Path file : files) {
            if (text(file).contains("#include \"../")) {
                return true;
            }
        }
        return false;
    }

    String text(Path file) throws SketchException {
        try {
            byte[] bytes = Files.readAllBytes(folder.resolve(file));
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw new SketchException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static boolean isUnit(Path file) {
        return UNITS.contains(extension(file));
    }

    static boolean isHeader(Path file) {
        return HEADERS.contains(extension(file));
    }

    /// All source files below a folder, sorted, relative to it; without `libraries`, `data`, hidden
    /// and build folders.
    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            List<Path> found =
                    walk.filter(Files::isRegularFile)
                            .map(folder::relativize)
                            .filter(file -> isPart(file) || isUnit(file) || isHeader(file))
                            .filter(SketchFolder::takesPart)
                            .sorted(Comparator.comparing(Path::toString))
                            .limit(MAX_FILES + 1L)
                            .toList();
            if (found.size() > MAX_FILES) {
                throw new IOException("more than " + MAX_FILES + " source files in " + folder);
            }
            for (Path file : found) {
                if (Files.size(folder.resolve(file)) > MAX_FILE_BYTES) {
                    throw new IOException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
                }
            }
            return found;
        }
    }

    /// As in the Arduino IDE: the folder itself, and everything below `src`.
    private static boolean takesPart(Path file) {
        return file.getNameCount() == 1
                || file.getName(0).toString().equals("src")
                || (isHeader(file) && !file.getName(0).toString().equals("libraries"));
    }

    private static boolean isPart(Path file) {
        return extension(file).equals("ino") && file.getNameCount() == 1;
    }

    private static Path mainOf(Path folder, List<Path> parts, List<Path> files)
            throws SketchException {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        Path named = Path.of(name + ".ino");
        if (parts.contains(named)) {
            return named;
        }
        if (!parts.isEmpty()) {
            return parts.getFirst();
        }
        return files.stream()
                .filter(SketchFolder::isUnit)
                .findFirst()
                .orElseThrow(() ->
                        new SketchException(
                                folder + ": no sketch here; it would be called " + named));
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// A mark for the line at `offset`, counted from the last mark before it.
    private static String lineMark(String source, int offset) {
        int mark = source.lastIndexOf("#line 1 \"", offset);
        String name = source.substring(mark + 8, source.indexOf('\n', mark));
        long line = source.substring(mark, offset).chars().filter(c -> c == '\n').count();
        return "#line " + line + " " + name + "\n";
    }
}
