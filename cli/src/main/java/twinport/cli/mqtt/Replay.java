// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Outgoing;
import twinport.cli.mqtt.session.UserProperty;
import twinport.lab.history.HistoryMessage;

/// Sends kept messages when their time has come, counted from the first one.
final class Replay {
    private static final int EXACTLY_ONCE = 2;

    private final Publication publication;
    private final double times;
    private final long startedAt = System.nanoTime();
    private @Nullable Long first;
    private boolean pending;

    /// @param times as fast as it was; 0 is without gaps
    Replay(Publication publication, double times) {
        this.publication = publication;
        this.times = times;
    }

    /// Waits until it is due and sends it. A clock that was set back within the run makes no gap.
    void send(HistoryMessage message) throws MqttFailure {
        if (first == null) {
            first = message.epochNanos();
        }
        if (times > 0) {
            double due = (message.epochNanos() - first) / times;
            double left = due - (System.nanoTime() - startedAt);
            if (left > 0) {
                publication.pause(left / 1e9);
            }
        }
        if (message.qos() < EXACTLY_ONCE && pending) {
            // A broker passes QoS 2 on at its PUBREL, so that what comes later may overtake it.
            finish();
        }
        pending |= message.qos() == EXACTLY_ONCE;
        publication.send(
                new Outgoing(
                        message.topic(),
                        message.payload(),
                        message.qos(),
                        message.retained(),
                        properties(message.properties())));
    }

    void finish() throws MqttFailure {
        publication.finish();
        pending = false;
    }

    private static MessageProperties properties(String kept) {
        if (kept.isEmpty()) {
            return MessageProperties.NONE;
        }
        JsonNode json = JsonMapper.shared().readTree(kept);
        List<UserProperty> users = new ArrayList<>();
        for (JsonNode user : json.path("userProperties")) {
            users.add(
                    new UserProperty(
                            user.path("name").asString(""), user.path("value").asString("")));
        }
        JsonNode correlation = json.path("correlationData");
        JsonNode expiry = json.path("messageExpiryInterval");
        return new MessageProperties(
                text(json.path("contentType")),
                correlation.isString()
                        ? Base64.getDecoder().decode(correlation.stringValue())
                        : null,
                expiry.isIntegralNumber() ? expiry.longValue() : null,
                null,
                text(json.path("responseTopic")),
                users);
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString() ? value.stringValue() : null;
    }
}
