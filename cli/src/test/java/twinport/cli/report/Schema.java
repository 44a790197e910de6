// SPDX-License-Identifier: MIT
package twinport.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The part of JSON Schema 2020-12 that our schemas use: type, required, properties,
/// additionalProperties, items, enum, pattern.
final class Schema {
    private Schema() {}

    /// What breaks the schema, a line each.
    static List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        look(schema, value, "$", faults);
        return faults;
    }

    private static void look(JsonNode schema, JsonNode value, String at, List<String> faults) {
        if (schema.has("type") && !isOf(schema.path("type").asString(), value)) {
            faults.add(at + " is no " + schema.path("type").asString() + ": " + value);
            return;
        }
        if (schema.has("enum")) {
            boolean found = false;
            for (JsonNode each : schema.path("enum")) {
                found |= each.equals(value);
            }
            if (!found) {
                faults.add(at + " is none of " + schema.path("enum") + ": " + value);
            }
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.path("pattern").asString())
                        .matcher(value.asString())
                        .find()) {
            faults.add(at + " does not match " + schema.path("pattern").asString() + ": " + value);
        }
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asString())) {
                faults.add(at + " lacks " + name.asString());
            }
        }
        for (String name : value.isObject() ? value.propertyNames() : List.<String>of()) {
            if (schema.path("properties").has(name)) {
                look(
                        schema.path("properties").path(name),
                        value.path(name),
                        at + "." + name,
                        faults);
            } else if (schema.path("additionalProperties").isBoolean()
                    && !schema.path("additionalProperties").asBoolean()) {
                faults.add(at + " has " + name + ", which the schema does not know");
            }
        }
        for (int i = 0; value.isArray() && schema.has("items") && i < value.size(); i++) {
            look(schema.path("items"), value.get(i), at + "[" + i + "]", faults);
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("type " + type);
        };
    }
}
