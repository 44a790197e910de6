// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import twinport.broker.Message;
import twinport.broker.TopicFilter;
import twinport.wire.payload.JsonValues;

/// Which messages a step means. All that is said must fit.
///
/// @param topic the topics
/// @param from who published it: a board's id, an identity
/// @param payload the whole payload, as text
/// @param contains a part of the payload
/// @param json values of a JSON payload by their path ([twinport.wire.payload.JsonValue#path])
record MessageMatch(
        TopicFilter topic,
        Optional<String> from,
        Optional<String> payload,
        Optional<String> contains,
        Map<String, ValueMatch> json) {
    MessageMatch {
        json = new LinkedHashMap<>(json);
    }

    boolean fits(Message message) {
        return topic.matches(message.topic())
                && from.map(message.sender().identity()::equals).orElse(true)
                && payload.map(message.text()::equals).orElse(true)
                && contains.map(message.text()::contains).orElse(true)
                && fitsJson(message);
    }

    private boolean fitsJson(Message message) {
        if (json.isEmpty()) {
            return true;
        }
        byte[] bytes = message.payload();
        return json.entrySet().stream()
                .allMatch(each -> each.getValue().fits(JsonValues.value(bytes, each.getKey())));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("on ").append(topic);
        from.ifPresent(who -> text.append(" from ").append(who));
        payload.ifPresent(whole -> text.append(" with the payload ").append(whole));
        contains.ifPresent(part -> text.append(" with ").append(part).append(" in it"));
        if (!json.isEmpty()) {
            text.append(" with ")
                    .append(
                            json.entrySet().stream()
                                    .map(each -> each.getKey() + " " + each.getValue())
                                    .collect(Collectors.joining(", ")));
        }
        return text.toString();
    }
}
