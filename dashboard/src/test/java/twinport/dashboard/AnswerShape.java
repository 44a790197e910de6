// SPDX-License-Identifier: MIT
package twinport.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Judges values by the part of JSON Schema that docs/reference/openapi.yaml uses for answers.
record AnswerShape(JsonNode schemas) {
    private static final String REFERENCE = "#/components/schemas/";

    void assertFits(String name, JsonNode value) {
        JsonNode schema = schemas.get(name);
        assertThat(schema).as("the schema " + name).isNotNull();
        fit(name, schema, value);
    }

    private void fit(String place, JsonNode schema, JsonNode value) {
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            assertFits(reference.asString().substring(REFERENCE.length()), value);
        } else if (schema.has("oneOf")) {
            if (!value.isNull()) {
                fit(place, schema.get("oneOf").get(0), value);
            }
        } else if (schema.has("enum")) {
            assertThat(schema.get("enum").valueStream().toList()).as(place).contains(value);
        } else {
            assertThat(isOfType(schema.get("type"), value))
                    .as(place + " is " + schema.get("type") + ": " + value)
                    .isTrue();
            contents(place, schema, value);
        }
    }

    private void contents(String place, JsonNode schema, JsonNode value) {
        if (value.isArray()) {
            value.forEach(one -> fit(place + "[]", schema.get("items"), one));
        }
        if (!value.isObject() || !schema.has("properties")) {
            return;
        }
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            JsonNode known = schema.get("properties").get(one.getKey());
            assertThat(known).as(place + "." + one.getKey() + " in the document").isNotNull();
            fit(place + "." + one.getKey(), known, one.getValue());
        }
        schema.get("required")
                .forEach(name ->
                        assertThat(value.has(name.asString())).as(place + "." + name).isTrue());
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> isOfType(one, value));
        }
        return switch (type.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> false;
        };
    }
}
