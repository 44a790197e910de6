// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import twinport.lab.file.LabFileException.Problem;

/// One mapping of a file of ours: hands out typed values and notes what is wrong, with its place. A
/// wrong value is noted and its default returned, so that one reading finds all mistakes.
public final class Section {
    private final String name;
    private final Node place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<Problem> problems;

    public Section(String name, Node node, List<Problem> problems) {
        this.name = name;
        this.place = node;
        this.problems = problems;
        if (!(node instanceof MappingNode mapping)) {
            wrong(node, name + " is a mapping of keys to values");
            return;
        }
        for (var tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                if (values.containsKey(key.getValue())) {
                    wrong(key, "the key \"" + key.getValue() + "\" stands twice");
                }
                values.put(key.getValue(), tuple.getValueNode());
                keys.put(key.getValue(), key);
            } else {
                wrong(tuple.getKeyNode(), "a key is a word");
            }
        }
    }

    public void wrong(Node where, String what) {
        var mark = where.getStartMark();
        problems.add(
                new Problem(
                        mark.map(m -> m.getLine() + 1).orElse(1),
                        mark.map(m -> m.getColumn() + 1).orElse(1),
                        what));
    }

    /// Notes a mistake at the value of this key, or at the section where the key is absent.
    public void wrongAt(String key, String what) {
        wrong(values.getOrDefault(key, place), what);
    }

    /// The line of this key, else of the section, from 1.
    public int line(String key) {
        return keys.getOrDefault(key, place).getStartMark().map(m -> m.getLine() + 1).orElse(1);
    }

    /// The column of this key, else of the section, from 1.
    public int column(String key) {
        return keys.getOrDefault(key, place).getStartMark().map(m -> m.getColumn() + 1).orElse(1);
    }

    /// The keys that stand here, in their order.
    public List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    /// Notes a mistake at the key itself.
    public void wrongKey(String key, String what) {
        wrong(keys.getOrDefault(key, place), what);
    }

    /// Whether the value of this key is a mapping.
    public boolean isMapping(String key) {
        return values.get(key) instanceof MappingNode;
    }

    /// Whether the value of this key is a list.
    public boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    public boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    /// To be called when all keys were asked for.
    public void refuseOthers() {
        for (var key : keys.entrySet()) {
            if (!asked.contains(key.getKey())) {
                wrong(
                        key.getValue(),
                        "unknown key \""
                                + key.getKey()
                                + "\" in "
                                + name
                                + "; allowed are "
                                + asked.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    public Optional<Section> section(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key))
                .filter(node -> node instanceof MappingNode || notAMapping(key, node))
                .map(node -> new Section(key, node, problems));
    }

    private boolean notAMapping(String key, Node node) {
        wrong(node, key + " is a mapping of keys to values");
        return false;
    }

    public List<Section> sections(String key, int maximum) {
        var result = new ArrayList<Section>();
        for (Node node : items(key, maximum)) {
            result.add(new Section(key + " entry", node, problems));
        }
        return result;
    }

    public List<String> texts(String key, int maximum) {
        var result = new ArrayList<String>();
        for (Node node : items(key, maximum)) {
            if (node instanceof ScalarNode scalar) {
                result.add(scalar.getValue());
            } else {
                wrong(node, "an entry of " + key + " is a text");
            }
        }
        return result;
    }

    /// Texts that a rule must find nothing wrong with; what it finds is noted at the entry itself.
    ///
    /// @param fault what is wrong with an entry, empty if nothing is; such entries are left out
    public List<String> texts(String key, int maximum, Function<String, Optional<String>> fault) {
        var result = new ArrayList<String>();
        for (Node node : items(key, maximum)) {
            if (!(node instanceof ScalarNode scalar)) {
                wrong(node, "an entry of " + key + " is a text");
                continue;
            }
            var found = fault.apply(scalar.getValue());
            if (found.isPresent()) {
                wrong(node, found.get());
            } else {
                result.add(scalar.getValue());
            }
        }
        return result;
    }

    private List<Node> items(String key, int maximum) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            wrong(node, key + " is a list");
            return List.of();
        }
        if (sequence.getValue().size() > maximum) {
            wrong(node, key + " has more than " + maximum + " entries");
            return List.of();
        }
        return sequence.getValue();
    }

    public Optional<String> text(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node.getNodeType() != NodeType.SCALAR) {
            wrong(node, key + " is a text");
            return Optional.empty();
        }
        return Optional.of(((ScalarNode) node).getValue());
    }

    /// A text that must be there and look so.
    public String name(String key, String pattern, String allowed) {
        var value = text(key);
        if (value.isEmpty()) {
            if (!values.containsKey(key)) {
                wrong(place, name + " needs the key " + key);
            }
            return "";
        }
        if (!value.get().matches(pattern)) {
            wrongAt(key, key + " \"" + value.get() + "\" is not allowed; " + allowed);
        }
        return value.get();
    }

    public int whole(String key, int otherwise, int from, int to) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get().strip());
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // noted below
        }
        wrongAt(key, key + " is a whole number from " + from + " to " + to + ": " + value.get());
        return otherwise;
    }

    public double number(String key, double otherwise, double from, double to, String unit) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value.get().strip());
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // noted below
        }
        wrongAt(
                key,
                key + " is a number from " + from + " to " + to + " " + unit + ": " + value.get());
        return otherwise;
    }

    public boolean yes(String key, boolean otherwise) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (value.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                wrongAt(key, key + " is true or false: " + value.get());
                yield otherwise;
            }
        };
    }

    public <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value.get())) {
                return constant;
            }
        }
        wrongAt(
                key,
                key
                        + " is one of "
                        + Stream.of(type.getEnumConstants())
                                .map(Section::word)
                                .collect(Collectors.joining(", "))
                        + ": "
                        + value.get());
        return otherwise;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
