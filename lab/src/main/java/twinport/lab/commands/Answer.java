// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.broker.Message;

/// What a message about a command says: `{"id":"...","value":...}`, or as an answer
/// `{"id":"...","ok":true,"value":...}` and `{"id":"...","ok":false,"error":"..."}`.
///
/// @param id the payload's, else the correlation data read as UTF-8 (MQTT 5.0 section 3.3.2.3.6)
/// @param value null where there is none
record Answer(String id, boolean ok, @Nullable String value, @Nullable String error) {
    private static final int LONGEST_BYTES = 4_096;
    private static final int LONGEST_SHOWN_CHARS = 200;
    private static final int LONGEST_ID_CHARS = 128;
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Empty where it is not JSON of this kind, or too long to be.
    static Optional<Answer> read(Message message) {
        if (message.length() > LONGEST_BYTES) {
            return Optional.empty();
        }
        JsonNode body;
        try {
            body = JSON.readTree(message.payload());
        } catch (JacksonException e) {
            return Optional.empty();
        }
        String id =
                body.path("id").isString()
                        ? body.path("id").asString()
                        : message.properties().correlation().map(Answer::text).orElse("");
        if (!body.isObject() || id.length() > LONGEST_ID_CHARS) {
            return Optional.empty();
        }
        boolean ok = body.path("ok").asBoolean(false);
        return Optional.of(new Answer(id, ok, text(body.path("value")), text(body.path("error"))));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.isString() ? node.asString() : node.toString();
        return text.length() <= LONGEST_SHOWN_CHARS ? text : text.substring(0, LONGEST_SHOWN_CHARS);
    }

    /// What goes wrong, in the board's word.
    @Nullable String failure() {
        if (ok) {
            return null;
        }
        return error == null ? "the board refused and did not say why" : error;
    }

    /// A command's payload.
    ///
    /// @param value sent as a JSON number if it is one, else as a text
    static String command(String id, String value) {
        var body = JSON.createObjectNode().put("id", id);
        try {
            body.put("value", new java.math.BigDecimal(value));
        } catch (NumberFormatException e) {
            body.put("value", value);
        }
        return JSON.writeValueAsString(body);
    }
}
