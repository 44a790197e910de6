// SPDX-License-Identifier: MIT
package twinport.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A part of a board in words.
final class PartText {
    private static final int LONGEST_STATE_CHARS = 60;

    private PartText() {}

    /// Its cells: id, type, pins, controls, state.
    static List<String> row(JsonNode part) {
        return List.of(
                part.path("id").asString(),
                part.path("type").asString(),
                pins(part.path("pins")),
                controls(part.path("controls")),
                state(part.path("state")));
    }

    private static String pins(JsonNode pins) {
        List<String> words = new ArrayList<>();
        pins.propertyStream()
                .forEach(pin -> words.add(pin.getKey() + "=" + pin.getValue().asString()));
        return String.join(" ", words);
    }

    private static String controls(JsonNode controls) {
        List<String> words = new ArrayList<>();
        for (JsonNode control : controls) {
            words.add(
                    "%s %s (%s to %s)"
                            .formatted(
                                    control.path("name").asString(),
                                    number(control.path("value").asDouble()),
                                    number(control.path("least").asDouble()),
                                    number(control.path("most").asDouble())));
        }
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    private static String state(JsonNode state) {
        String text = state.toString();
        return text.length() <= LONGEST_STATE_CHARS
                ? text
                : text.substring(0, LONGEST_STATE_CHARS) + "...";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
