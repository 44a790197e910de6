// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Wokwi's `diagram.json`, as far as it says what is wired to what (docs.wokwi.com, "diagram.json
/// File Format").
record Diagram(List<Item> items, List<Wire> wires) {
    static final String FILE = "diagram.json";
    static final int MAX_ITEMS = 500;
    static final int MAX_WIRES = 5_000;
    private static final int MAX_TEXT_CHARS = 200;
    private static final int MAX_ATTRIBUTES = 100;
    private static final int MAX_DEPTH = 32;
    private static final long MAX_BYTES = 1 << 20;

    /// A board, a part or decoration.
    ///
    /// @param place its JSON pointer
    record Item(String place, String type, String id, Map<String, String> attributes) {}

    /// @param from `id:pin`
    record Wire(String from, String to) {}

    static Diagram read(Path file) throws IOException, ProjectException {
        if (Files.size(file) > MAX_BYTES) {
            throw wrong(file, "", "it is larger than " + MAX_BYTES + " bytes");
        }
        JsonMapper mapper =
                JsonMapper.builder(
                                JsonFactory.builder()
                                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                        .streamReadConstraints(
                                                StreamReadConstraints.builder()
                                                        .maxNestingDepth(MAX_DEPTH)
                                                        .build())
                                        .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build();
        try {
            return of(file, mapper.readTree(Files.readAllBytes(file)));
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
            throw new ProjectException(
                    file + where + ": this is no JSON: " + e.getOriginalMessage(),
                    "open it in an editor that checks JSON, or export it from Wokwi again");
        }
    }

    private static Diagram of(Path file, JsonNode root) throws ProjectException {
        if (!root.isObject()) {
            throw wrong(file, "", "a diagram is an object with parts and connections");
        }
        List<Item> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : list(file, root, "parts", MAX_ITEMS)) {
            String place = "/parts/" + items.size();
            String id = text(file, place + "/id", node.path("id"));
            if (id.isEmpty() || id.contains(":")) {
                throw wrong(file, place + "/id", "an id is not empty and has no colon");
            }
            if (!ids.add(id)) {
                throw wrong(file, place + "/id", "two parts have the id \"" + id + '"');
            }
            String type = text(file, place + "/type", node.path("type"));
            items.add(new Item(place, type, id, attributes(file, place, node.path("attrs"))));
        }
        List<Wire> wires = new ArrayList<>();
        for (JsonNode node : list(file, root, "connections", MAX_WIRES)) {
            String place = "/connections/" + wires.size();
            if (!node.isArray() || node.size() < 2) {
                throw wrong(file, place, "a connection is a list: from, to, colour, path");
            }
            wires.add(
                    new Wire(
                            end(file, place + "/0", node.get(0)),
                            end(file, place + "/1", node.get(1))));
        }
        return new Diagram(List.copyOf(items), List.copyOf(wires));
    }

    private static Map<String, String> attributes(Path file, String place, JsonNode node)
            throws ProjectException {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (node.isMissingNode() || node.isNull()) {
            return attributes;
        }
        if (!node.isObject() || node.size() > MAX_ATTRIBUTES) {
            throw wrong(
                    file,
                    place + "/attrs",
                    "attrs is an object of at most " + MAX_ATTRIBUTES + " values");
        }
        for (var each : node.properties()) {
            if (each.getValue().isValueNode()) {
                String value = each.getValue().asString("");
                attributes.put(
                        each.getKey(),
                        value.substring(0, Math.min(value.length(), MAX_TEXT_CHARS)));
            }
        }
        return attributes;
    }

    private static JsonNode list(Path file, JsonNode root, String key, int most)
            throws ProjectException {
        JsonNode node = root.path(key);
        if (!node.isArray()) {
            throw wrong(file, "/" + key, key + " is a list, and must be there");
        }
        if (node.size() > most) {
            throw wrong(file, "/" + key, key + " has more than " + most + " entries");
        }
        return node;
    }

    private static String end(Path file, String place, JsonNode node) throws ProjectException {
        String text = text(file, place, node);
        if (text.indexOf(':') < 1) {
            throw wrong(file, place, "an end of a wire is written id:pin, not \"" + text + '"');
        }
        return text;
    }

    private static String text(Path file, String place, JsonNode node) throws ProjectException {
        if (!node.isString()) {
            throw wrong(file, place, "a text must stand here");
        }
        if (node.asString().length() > MAX_TEXT_CHARS) {
            throw wrong(file, place, "it is longer than " + MAX_TEXT_CHARS + " characters");
        }
        return node.asString();
    }

    static ProjectException wrong(Path file, String pointer, String what) {
        return new ProjectException(
                file + (pointer.isEmpty() ? "" : "#" + pointer) + ": " + what,
                "correct it there, or open the project in Wokwi and export it again");
    }
}
