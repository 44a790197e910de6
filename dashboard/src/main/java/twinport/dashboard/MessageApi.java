// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import twinport.lab.LabControl;
import twinport.lab.Outgoing;

/// Messages over HTTP: what was last said on each topic, and saying something oneself.
final class MessageApi {
    /// A payload of 1 MB, as text with many escapes or in base 64.
    static final int BODY_MAX = 2 << 20;

    /// MQTT 5.0, section 1.5.4: a string has at most so many bytes.
    private static final int STRING_MAX = 65_535;

    private static final int USER_PROPERTIES_MAX = 64;
    private static final long EXPIRY_MAX = 0xFFFF_FFFFL;

    /// @param side `plain` or `secure`: then the topic has to be of that side
    /// @param encoding of payload: `text`, or `base64`
    /// @param correlation in base 64
    record Publish(
            @Nullable String side,
            @Nullable String topic,
            @Nullable String payload,
            @Nullable String encoding,
            @Nullable Integer qos,
            @Nullable Boolean retain,
            @Nullable String responseTopic,
            @Nullable String correlation,
            @Nullable String contentType,
            @Nullable Long expirySeconds,
            @Nullable List<Property> userProperties) {}

    record Property(@Nullable String name, @Nullable String value) {}

    record Published(String topic, int payloadBytes, int qos, boolean retain) {}

    /// @param revision to ask with next time
    /// @param leftOut messages on further topics
    record Topics(List<TopicTable.Topic> topics, long revision, long leftOut) {}

    private final LabControl lab;
    private final Json json;
    private final TopicTable topics;

    MessageApi(LabControl lab, Json json, TopicTable topics) {
        this.lab = lab;
        this.json = json;
        this.topics = topics;
    }

    void addTo(Routes routes) {
        routes.add("POST", "/api/publish", this::publish);
        routes.add("GET", "/api/topics", this::topics);
    }

    private void topics(Call call) throws IOException, BadRequest {
        String since = call.query("since").orElse("0");
        if (!since.matches("[0-9]{1,18}")) {
            throw new BadRequest(400, "since is the revision of an earlier answer, a number");
        }
        long revision = topics.revision(); // first: what comes meanwhile is told again
        call.answer(
                200, new Topics(topics.since(Long.parseLong(since)), revision, topics.leftOut()));
    }

    private void publish(Call call) throws IOException, BadRequest {
        call.demandJson();
        Outgoing message = message(json.read(call.body(BODY_MAX), Publish.class));
        try {
            lab.publish(message);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
        call.answer(
                200,
                new Published(
                        message.topic(),
                        message.payload().length,
                        message.qos(),
                        message.retain()));
    }

    private static Outgoing message(Publish asked) throws BadRequest {
        int qos = asked.qos() == null ? 0 : asked.qos();
        if (qos < 0 || qos > 2) {
            throw new BadRequest(400, "qos is 0, 1 or 2");
        }
        boolean retain = asked.retain() != null && asked.retain();
        return new Outgoing(topic(asked), payload(asked), qos, retain, properties(asked));
    }

    private static String topic(Publish asked) throws BadRequest {
        String topic = string("topic", asked.topic());
        if (topic == null || topic.isEmpty() || topic.matches("(?s).*[#+].*")) {
            throw new BadRequest(400, "give topic: at least one character, and no + or #");
        }
        String side = asked.side();
        if (side == null) {
            return topic;
        }
        if (!side.equals("plain") && !side.equals("secure")) {
            throw new BadRequest(400, "side is plain or secure");
        }
        if (!topic.startsWith(side + "/")) {
            throw new BadRequest(400, "a topic of the " + side + " side begins with " + side + "/");
        }
        return topic;
    }

    private static byte[] payload(Publish asked) throws BadRequest {
        String payload = asked.payload() == null ? "" : asked.payload();
        return switch (asked.encoding() == null ? "text" : asked.encoding()) {
            case "text" -> payload.getBytes(StandardCharsets.UTF_8);
            case "base64" -> base64("payload", payload);
            default -> throw new BadRequest(400, "encoding is text or base64");
        };
    }

    private static Outgoing.Properties properties(Publish asked) throws BadRequest {
        Long expiry = asked.expirySeconds();
        if (expiry != null && (expiry < 0 || expiry > EXPIRY_MAX)) {
            throw new BadRequest(400, "expirySeconds is 0 to " + EXPIRY_MAX);
        }
        String correlation = string("correlation", asked.correlation());
        List<Property> user = asked.userProperties() == null ? List.of() : asked.userProperties();
        if (user.size() > USER_PROPERTIES_MAX) {
            throw new BadRequest(400, "at most " + USER_PROPERTIES_MAX + " userProperties");
        }
        var named = new ArrayList<Map.Entry<String, String>>();
        for (Property one : user) {
            String name = string("the name of a user property", one.name());
            String value = string("the value of a user property", one.value());
            if (name == null || value == null) {
                throw new BadRequest(400, "a user property has a name and a value");
            }
            named.add(Map.entry(name, value));
        }
        return new Outgoing.Properties(
                Optional.ofNullable(string("responseTopic", asked.responseTopic())),
                correlation == null
                        ? Optional.empty()
                        : Optional.of(base64("correlation", correlation)),
                Optional.ofNullable(string("contentType", asked.contentType())),
                expiry == null ? OptionalLong.empty() : OptionalLong.of(expiry),
                List.copyOf(named));
    }

    /// MQTT 5.0, section 1.5.4: no null, and no half of a surrogate pair.
    private static @Nullable String string(String what, @Nullable String text) throws BadRequest {
        if (text == null) {
            return null;
        }
        boolean half = text.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
        if (half || text.getBytes(StandardCharsets.UTF_8).length > STRING_MAX) {
            throw new BadRequest(
                    400, what + " is at most " + STRING_MAX + " bytes of UTF-8, without U+0000");
        }
        return text;
    }

    private static byte[] base64(String what, String text) throws BadRequest {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, what + " is no base 64: " + e.getMessage());
        }
    }
}
