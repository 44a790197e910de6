// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import twinport.cli.mqtt.format.JsonText;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;

/// How an answer is known to belong to a request.
///
/// @param correlation what MQTT 5 carries along; null with 3.1.1
/// @param id the `id` of the request's JSON, if it has one
/// @param sloppy an answer without correlation data may do, if its `id` fits: the device may speak
///   3.1.1
@SuppressWarnings("ArrayRecordComponent")
record CommandConvention(
        byte[] payload,
        String answerTopic,
        byte @Nullable [] correlation,
        @Nullable JsonNode id,
        boolean sloppy)
        implements Predicate<Received> {

    private static final Pattern COMMAND_TOPIC = Pattern.compile("[^/]+/[^/]+/cmd/[^/]+");

    /// With -e: the payload goes out as it is.
    static CommandConvention answeredOn(
            String answerTopic, byte[] payload, byte @Nullable [] correlation) {
        return new CommandConvention(
                payload, answerTopic, correlation, id(payload).orElse(null), false);
    }

    /// Without -e: `<site>/<device>/cmd/<name>` is answered on `<topic>/response` with the same
    /// `id`. An object gets an `id` if it has none, anything else becomes
    /// `{"id":...,"value":PAYLOAD}`.
    static CommandConvention ofTopic(
            String topic, byte[] payload, String newId, byte @Nullable [] correlation)
            throws MqttFailure {
        if (!COMMAND_TOPIC.matcher(topic).matches()) {
            throw MqttFailure.usage(
                    "where the answer comes is not known, at -t " + topic,
                    "give the response topic with -e, or a topic of the form"
                            + " <site>/<device>/cmd/<name>");
        }
        byte[] request = withId(payload, newId);
        return new CommandConvention(
                request, topic + "/response", correlation, id(request).orElse(null), true);
    }

    private static byte[] withId(byte[] payload, String newId) throws MqttFailure {
        Optional<JsonNode> json = JsonText.parse(payload);
        String text =
                JsonText.utf8(payload)
                        .orElseThrow(() ->
                                MqttFailure.usage(
                                        "the command's payload is not text, at -f or -s",
                                        "give -e TOPIC to send bytes as they are"));
        if (json.isPresent() && json.get().isObject()) {
            if (json.get().has("id")) {
                return payload;
            }
            // Spliced in, so that the rest keeps its spelling.
            String rest = text.strip().substring(1).stripLeading();
            String comma = rest.startsWith("}") ? "" : ",";
            return utf8("{\"id\":" + JsonText.quoted(newId) + comma + rest);
        }
        String value = json.isPresent() ? text.strip() : JsonText.quoted(text);
        return utf8("{\"id\":" + JsonText.quoted(newId) + ",\"value\":" + value + "}");
    }

    /// A retained message is older than the request, so it is no answer to it.
    @Override
    public boolean test(Received answer) {
        if (answer.retained() || !answer.topic().equals(answerTopic)) {
            return false;
        }
        byte[] carried = answer.properties().correlationData();
        if (correlation != null && carried != null) {
            return Arrays.equals(correlation, carried);
        }
        if (correlation != null && !sloppy) {
            return false;
        }
        Optional<JsonNode> answered = id(answer.payload());
        return id == null || (answered.isPresent() ? answered.get().equals(id) : !sloppy);
    }

    private static Optional<JsonNode> id(byte[] payload) {
        return JsonText.parse(payload)
                .filter(JsonNode::isObject)
                .flatMap(object -> Optional.ofNullable(object.get("id")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
