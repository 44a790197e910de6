// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import twinport.lab.file.LabFileException.Problem;

/// A YAML file that people write, read within bounds: its size, its depth, and no aliases, by which
/// a small file can become an endless one.
public final class YamlFile {
    public static final long MAXIMUM_BYTES = 1 << 20;

    /// Mappings and lists within each other.
    public static final int MAXIMUM_DEPTH = 32;

    private final Path file;
    private final String what;
    private final List<Problem> problems;

    private YamlFile(Path file, String what, List<Problem> problems) {
        this.file = file;
        this.what = what;
        this.problems = problems;
    }

    /// The whole file as one section.
    ///
    /// @param what it is, as in `the lab file`
    /// @param problems gets what is wrong; then nothing is returned
    public static Optional<Section> read(Path file, String what, List<Problem> problems)
            throws IOException {
        return new YamlFile(file, what, problems).section();
    }

    /// A value of a YAML file and the path of its key, as `tls.port`, `boards.1.id`; lists count
    /// from 0, and are left out of the path where their values are plain.
    ///
    /// @param line from 1
    public record Value(int line, String path, String text) {}

    /// Every plain value of the file, in its order.
    ///
    /// @param problems as at [#read]
    public static List<Value> values(Path file, String what, List<Problem> problems)
            throws IOException {
        var values = new ArrayList<Value>();
        new YamlFile(file, what, problems).root().ifPresent(root -> flatten(root, "", values));
        return List.copyOf(values);
    }

    /// As deep as [#MAXIMUM_DEPTH].
    private static void flatten(Node node, String path, List<Value> into) {
        switch (node) {
            case MappingNode mapping ->
                    mapping.getValue()
                            .forEach(tuple -> {
                                if (tuple.getKeyNode() instanceof ScalarNode key) {
                                    String dot = path.isEmpty() ? "" : path + ".";
                                    flatten(tuple.getValueNode(), dot + key.getValue(), into);
                                }
                            });
            case SequenceNode list -> {
                for (int i = 0; i < list.getValue().size(); i++) {
                    Node item = list.getValue().get(i);
                    flatten(item, item instanceof ScalarNode ? path : path + "." + i, into);
                }
            }
            case ScalarNode scalar ->
                    into.add(
                            new Value(
                                    scalar.getStartMark().map(m -> m.getLine() + 1).orElse(1),
                                    path,
                                    scalar.getValue()));
            default -> {}
        }
    }

    private Optional<Section> section() throws IOException {
        return root().map(root -> new Section(what, root, problems));
    }

    private Optional<Node> root() throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MAXIMUM_BYTES) {
            return wrong(1, 1, what + " has at most 1 MiB");
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            return wrong(1, 1, what + " is text in UTF-8");
        }
        var settings =
                LoadSettings.builder()
                        .setLabel(file.toString())
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(0)
                        .build();
        try {
            if (!bounded(settings, text)) {
                return Optional.empty();
            }
            var root = new Compose(settings).composeString(text);
            return root.isEmpty() ? wrong(1, 1, what + " is empty") : root;
        } catch (MarkedYamlEngineException e) {
            return wrong(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            return wrong(1, 1, "not YAML: " + e.getMessage());
        }
    }

    /// Looks at the text event by event, which needs no memory, before anything is built of it.
    private boolean bounded(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                case Alias -> {
                    wrong(event.getStartMark(), "aliases (*name) are not allowed in " + what);
                    return false;
                }
                default -> {}
            }
            if (depth > MAXIMUM_DEPTH) {
                wrong(
                        event.getStartMark(),
                        what + " has at most " + MAXIMUM_DEPTH + " levels within each other");
                return false;
            }
        }
        return true;
    }

    private Optional<Node> wrong(Optional<Mark> mark, String why) {
        return wrong(
                mark.map(m -> m.getLine() + 1).orElse(1),
                mark.map(m -> m.getColumn() + 1).orElse(1),
                why);
    }

    private Optional<Node> wrong(int line, int column, String why) {
        problems.add(new Problem(line, column, why));
        return Optional.empty();
    }
}
