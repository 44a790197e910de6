// SPDX-License-Identifier: MIT
package twinport.cli.lint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import twinport.cli.Exit;
import twinport.cli.Failure;
import twinport.findings.check.source.SettingsReader;
import twinport.findings.check.source.Source;
import twinport.findings.check.source.Source.Kind;
import twinport.findings.check.source.Source.Settings;
import twinport.findings.check.source.Source.Statement;
import twinport.lab.file.LabFileException.Problem;
import twinport.lab.file.YamlFile;

/// Finds the files that lint judges. Links are not followed, hidden folders and those of builds are
/// not entered.
final class SourceTree {
    static final int FILES_MAX = 20_000;
    static final int DEPTH_MAX = 40;
    static final long FILE_BYTES_MAX = 1 << 20;

    private static final Set<String> CODE =
            Set.of("ino", "cpp", "cc", "cxx", "c", "h", "hpp", "py");
    private static final Set<String> NOT_ENTERED =
            Set.of("node_modules", "build", "target", "__pycache__", "libdeps", "venv");
    private static final Set<String> CONFIGURATION = Set.of("conf", "yaml", "yml");

    private final Path root;
    private final List<Source> sources = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int seen;

    private SourceTree(Path root) {
        this.root = root;
    }

    /// What was found, and what was left out with its reason.
    record Found(List<Source> sources, List<String> notes) {}

    static Found under(Path root) {
        SourceTree tree = new SourceTree(root);
        try {
            if (Files.isRegularFile(root)) {
                tree.file(root, true);
            } else {
                tree.walk();
            }
        } catch (IOException e) {
            throw new Failure(
                    Exit.USAGE,
                    root + " cannot be read: " + e.getMessage(),
                    "give a file or folder that can be read");
        }
        return new Found(List.copyOf(tree.sources), List.copyOf(tree.notes));
    }

    private void walk() throws IOException {
        Files.walkFileTree(
                root,
                Set.of(),
                DEPTH_MAX,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                        String name = String.valueOf(folder.getFileName());
                        boolean left =
                                !folder.equals(root)
                                        && (name.startsWith(".") || NOT_ENTERED.contains(name));
                        return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                            throws IOException {
                        if (++seen > FILES_MAX) {
                            notes.add(
                                    "more than "
                                            + FILES_MAX
                                            + " files: the rest was not looked at");
                            return FileVisitResult.TERMINATE;
                        }
                        if (attributes.isDirectory()) {
                            notes.add(
                                    name(path)
                                            + " lies deeper than "
                                            + DEPTH_MAX
                                            + " folders: not looked at");
                        } else if (attributes.isRegularFile()) {
                            file(path, false);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException e) {
                        notes.add(name(path) + " cannot be read: " + e.getMessage());
                        return FileVisitResult.CONTINUE;
                    }
                });
        sources.sort(java.util.Comparator.comparing(Source::name));
    }

    private String name(Path path) {
        Path relative = path.equals(root) ? path.getFileName() : root.relativize(path);
        return String.valueOf(relative).replace('\\', '/');
    }

    private void file(Path path, boolean asked) throws IOException {
        String base = String.valueOf(path.getFileName());
        String suffix = base.substring(base.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean sdk = base.startsWith("sdkconfig");
        if (!asked && !CODE.contains(suffix) && !CONFIGURATION.contains(suffix) && !sdk) {
            return;
        }
        if (Files.size(path) > FILE_BYTES_MAX) {
            notes.add(name(path) + " has more than 1 MiB: not looked at");
            return;
        }
        Optional<String> text = text(path);
        if (text.isEmpty()) {
            notes.add(name(path) + " is no text in UTF-8: not looked at");
        } else if (CODE.contains(suffix)) {
            sources.add(Source.code(name(path), text.get()));
        } else if (suffix.equals("yaml") || suffix.equals("yml")) {
            lab(path, text.get(), asked);
        } else if (sdk) {
            sources.add(SettingsReader.sdkconfig(name(path), text.get()));
        } else if (SettingsReader.isMosquitto(text.get())) {
            mosquitto(path, text.get());
        } else if (asked) {
            throw new Failure(
                    Exit.USAGE,
                    path + " is nothing that lint knows",
                    "give firmware (.ino, .cpp, .h, .py), a mosquitto.conf, an sdkconfig or a lab file");
        }
    }

    private static Optional<String> text(Path path) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
            return text.indexOf(0) >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// A YAML file is a lab's if it has `boards`, and `plain` or `tls`.
    private void lab(Path path, String text, boolean asked) throws IOException {
        boolean looksLikeOne =
                text.lines().anyMatch(line -> line.startsWith("boards:"))
                        && text.lines()
                                .anyMatch(line ->
                                        line.startsWith("plain:") || line.startsWith("tls:"));
        if (!looksLikeOne) {
            if (asked) {
                throw new Failure(
                        Exit.USAGE,
                        path + " is no lab file: it has no boards: and no plain: or tls:",
                        "see docs/reference/lab-file.md");
            }
            return;
        }
        List<Problem> problems = new ArrayList<>();
        List<Statement> statements =
                YamlFile.values(path, "the lab file", problems).stream()
                        .map(value -> new Statement(value.line(), value.path(), value.text()))
                        .toList();
        problems.forEach(each ->
                notes.add(
                        name(path)
                                + ":"
                                + each.line()
                                + ":"
                                + each.column()
                                + ": "
                                + each.what()
                                + ": not looked at"));
        if (problems.isEmpty()) {
            sources.add(new Settings(name(path), Kind.LAB, text.lines().toList(), statements));
        }
    }

    private void mosquitto(Path path, String text) throws IOException {
        Settings read = SettingsReader.mosquitto(name(path), text);
        List<Statement> statements = new ArrayList<>();
        for (Statement each : read.statements()) {
            statements.add(each);
            if (each.name().equals("keyfile")) {
                permissions(path, each).ifPresent(statements::add);
            }
            if (each.name().equals("acl_file")) {
                acl(path, each);
            }
        }
        sources.add(new Settings(read.name(), read.kind(), read.lines(), List.copyOf(statements)));
    }

    /// The file that a statement names, if it is there: as written, or of that name beside.
    private static Optional<Path> named(Path configuration, Statement statement) {
        Path beside = configuration.toAbsolutePath().resolveSibling(statement.value());
        Path flat =
                configuration
                        .toAbsolutePath()
                        .resolveSibling(String.valueOf(Path.of(statement.value()).getFileName()));
        if (Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(beside);
        }
        return Files.isRegularFile(flat, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(flat)
                : Optional.empty();
    }

    private Optional<Statement> permissions(Path path, Statement keyFile) throws IOException {
        Optional<Path> key = named(path, keyFile);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(key.get()));
            return Optional.of(new Statement(keyFile.line(), "keyfile mode", mode));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private void acl(Path path, Statement statement) throws IOException {
        Optional<Path> file = named(path, statement);
        if (file.isEmpty() || Files.size(file.get()) > FILE_BYTES_MAX) {
            notes.add(
                    name(path)
                            + ": its acl_file "
                            + statement.value()
                            + " is not there or too large: not looked at");
            return;
        }
        text(file.get())
                .ifPresent(text ->
                        sources.add(
                                SettingsReader.mosquittoAcl(
                                        String.valueOf(file.get().getFileName()), text)));
    }
}
