// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import twinport.lab.file.LabFileException.Problem;
import twinport.lab.file.Section;
import twinport.lab.file.YamlFile;

/// Reads scenario files.
public final class ScenarioReader {
    public static final int MAXIMUM_STEPS = 1_000;

    private static final int LONGEST_NAME_CHARS = 200;

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();

    private ScenarioReader(Path file) {
        this.file = file;
    }

    /// @throws IOException it can't be read
    /// @throws ScenarioException it can't be used; the message has a line for every mistake
    public static Scenario read(Path file) throws IOException, ScenarioException {
        return new ScenarioReader(file).parse();
    }

    private Scenario parse() throws IOException, ScenarioException {
        var root = YamlFile.read(file, "the scenario", problems);
        if (root.isEmpty()) {
            throw new ScenarioException(file, problems);
        }
        Scenario scenario = scenario(root.get());
        if (!problems.isEmpty()) {
            throw new ScenarioException(file, problems);
        }
        return scenario;
    }

    private Scenario scenario(Section root) {
        String usual = String.valueOf(file.getFileName());
        String name = root.text("name").orElse(usual);
        if (name.length() > LONGEST_NAME_CHARS) {
            root.wrongAt("name", "name has at most " + LONGEST_NAME_CHARS + " characters");
        }
        root.whole("version", 1, 1, 1);
        String author = root.text("author").orElse("");
        Optional<Path> project = root.text("project").map(text -> project(root, text));
        Optional<String> board = root.text("board");
        Path folder = file.toAbsolutePath().resolveSibling("");
        List<Step> steps = new ArrayList<>();
        for (Section section : root.sections("steps", MAXIMUM_STEPS)) {
            new StepReader(section, folder).step(steps.size() + 1).ifPresent(steps::add);
        }
        root.refuseOthers();
        if (steps.isEmpty() && problems.isEmpty()) {
            root.wrongAt("steps", "a scenario needs at least one step under steps:");
        }
        return new Scenario(file, name, author, project, board, steps);
    }

    private Path project(Section root, String text) {
        Path folder = file.toAbsolutePath().getParent();
        Path path = folder == null ? Path.of(text) : folder.resolve(text).normalize();
        if (!Files.exists(path)) {
            root.wrongAt("project", "there is no " + path);
        }
        return path;
    }
}
