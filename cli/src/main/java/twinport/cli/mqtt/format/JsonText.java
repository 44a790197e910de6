// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.Received;

/// JSON in and out of messages.
public final class JsonText {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private JsonText() {}

    /// The bytes as text, if they are UTF-8.
    public static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /// The bytes as one JSON value, if they are one.
    public static Optional<JsonNode> parse(byte[] bytes) {
        return utf8(bytes)
                .flatMap(text -> {
                    try {
                        JsonNode node = JSON.readTree(text);
                        return node == null || node.isMissingNode()
                                ? Optional.empty()
                                : Optional.of(node);
                    } catch (JacksonException notJson) {
                        return Optional.empty();
                    }
                });
    }

    public static String quoted(String text) {
        return JsonNodeFactory.instance.stringNode(text).toString();
    }

    /// The members that mosquitto_sub's %j and %J print, in its order.
    ///
    /// @param nested the payload stands as the JSON that it is; empty when it is none
    static Optional<String> message(Received message, ZoneId zone, boolean nested) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        head.put(
                "tst",
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
                        .withZone(zone)
                        .format(message.at()));
        head.put("topic", message.topic());
        head.put("qos", message.qos());
        head.put("retain", message.retained() ? 1 : 0);
        head.put("payloadlen", message.payload().length);
        ObjectNode properties = properties(message.properties());
        if (!properties.isEmpty()) {
            head.set("properties", properties);
        }
        String open = head.toString();
        return payload(message.payload(), nested)
                .map(member -> open.substring(0, open.length() - 1) + "," + member + "}");
    }

    /// Nested JSON is copied as it came, so that no number changes its digits.
    private static Optional<String> payload(byte[] payload, boolean nested) {
        if (nested) {
            return parse(payload)
                    .flatMap(valid -> utf8(payload))
                    .map(text -> "\"payload\":" + text.strip());
        }
        return Optional.of(
                utf8(payload)
                        .map(text -> "\"payload\":" + quoted(text))
                        .orElseGet(() ->
                                "\"payloadHex\":\"" + HexFormat.of().formatHex(payload) + "\""));
    }

    private static ObjectNode properties(MessageProperties given) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!given.userProperties().isEmpty()) {
            ObjectNode pairs = node.putObject("user-properties");
            given.userProperties().forEach(pair -> pairs.put(pair.name(), pair.value()));
        }
        if (given.contentType() != null) {
            node.put("content-type", given.contentType());
        }
        byte[] correlation = given.correlationData();
        if (correlation != null) {
            utf8(correlation)
                    .ifPresentOrElse(
                            text -> node.put("correlation-data", text),
                            () ->
                                    node.put(
                                            "correlation-data-hex",
                                            HexFormat.of().formatHex(correlation)));
        }
        if (given.payloadFormat() != null) {
            node.put("payload-format-indicator", given.payloadFormat());
        }
        if (given.responseTopic() != null) {
            node.put("response-topic", given.responseTopic());
        }
        if (given.expirySeconds() != null) {
            node.put("message-expiry-interval", given.expirySeconds());
        }
        return node;
    }
}
