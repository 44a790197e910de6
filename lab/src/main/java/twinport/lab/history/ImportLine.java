// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.broker.TopicFilter;
import twinport.lab.Transport;

/// What may stand in a line of an export.
final class ImportLine {
    private static final int NAME_MAX = 200;
    private static final int TEXT_BYTES_MAX = 65_535;
    private static final int DEPTH_MAX = 8;
    private static final long NANOS = 1_000_000_000L;

    private static final Set<String> PROPERTIES =
            Set.of(
                    "responseTopic",
                    "correlationData",
                    "contentType",
                    "messageExpiryInterval",
                    "userProperties");

    /// What is wrong with a line.
    static final class Wrong extends Exception {
        @Serial private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    record Run(String name, String lab, long started, OptionalLong ended, long lost) {}

    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(HistoryImport.LINE_MAX)
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// An object with one key, whose value is an object.
    JsonNode parse(byte[] line) throws Wrong {
        JsonNode value = mapper.readTree(line);
        if (!value.isObject() || value.size() != 1 || !value.iterator().next().isObject()) {
            throw new Wrong("not an object with one key");
        }
        return value;
    }

    Run run(JsonNode fields) throws Wrong {
        only(fields, Set.of("name", "lab", "started", "ended", "lost"));
        String name = name(fields, "name");
        OptionalLong ended =
                fields.has("ended") ? OptionalLong.of(time(fields, "ended")) : OptionalLong.empty();
        return new Run(
                name, name(fields, "lab"), time(fields, "started"), ended, count(fields, "lost"));
    }

    private static String name(JsonNode fields, String key) throws Wrong {
        String name = text(fields, key);
        if (name.isEmpty()
                || name.length() > NAME_MAX
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new Wrong(key + " has 1 to " + NAME_MAX + " characters, none to control");
        }
        return name;
    }

    Gap gap(JsonNode fields) throws Wrong {
        only(fields, Set.of("from", "to", "lost"));
        return new Gap(time(fields, "from"), time(fields, "to"), count(fields, "lost"));
    }

    long end(JsonNode fields) throws Wrong {
        only(fields, Set.of("messages"));
        return count(fields, "messages");
    }

    HistoryMessage message(JsonNode fields) throws Wrong {
        only(
                fields,
                Set.of(
                        "at",
                        "fromLab",
                        "identity",
                        "clientId",
                        "transport",
                        "topic",
                        "qos",
                        "retained",
                        "properties",
                        "payload"));
        long qos = count(fields, "qos");
        if (qos > 2) {
            throw new Wrong("qos is 0, 1 or 2: " + qos);
        }
        return new HistoryMessage(
                time(fields, "at"),
                flag(fields, "fromLab"),
                text(fields, "identity"),
                text(fields, "clientId"),
                transport(fields),
                topic(fields),
                (int) qos,
                flag(fields, "retained"),
                properties(fields),
                payload(fields));
    }

    private static Transport transport(JsonNode fields) throws Wrong {
        return switch (text(fields, "transport")) {
            case "PLAIN" -> Transport.PLAIN;
            case "TLS" -> Transport.TLS;
            default -> throw new Wrong("transport is PLAIN or TLS");
        };
    }

    private static String topic(JsonNode fields) throws Wrong {
        String topic = text(fields, "topic");
        boolean wild = topic.contains("+") || topic.contains("#");
        if (wild || TopicFilter.parse(topic).isEmpty()) {
            throw new Wrong("no topic that can be published to (MQTT 5.0 section 4.7)");
        }
        return topic;
    }

    private static String properties(JsonNode fields) throws Wrong {
        JsonNode properties = fields.get("properties");
        if (properties == null) {
            return "";
        }
        if (!properties.isObject() || properties.isEmpty()) {
            throw new Wrong("properties are an object with at least one key");
        }
        only(properties, PROPERTIES);
        String text = properties.toString();
        if (!Texts.fits(text)) {
            throw new Wrong("properties have a character that is none");
        }
        return text;
    }

    private static byte[] payload(JsonNode fields) throws Wrong {
        try {
            return Base64.getDecoder().decode(string(fields, "payload"));
        } catch (IllegalArgumentException e) {
            throw new Wrong("payload is not base 64: " + e.getMessage());
        }
    }

    private static void only(JsonNode fields, Set<String> known) throws Wrong {
        for (String name : fields.propertyNames()) {
            if (!known.contains(name)) {
                throw new Wrong("unknown key " + name.substring(0, Math.min(40, name.length())));
            }
        }
    }

    private static String string(JsonNode fields, String key) throws Wrong {
        JsonNode value = fields.get(key);
        if (value == null || !value.isString()) {
            throw new Wrong(key + " is a text");
        }
        return value.stringValue();
    }

    private static String text(JsonNode fields, String key) throws Wrong {
        String text = string(fields, key);
        if (!Texts.fits(text) || text.getBytes(StandardCharsets.UTF_8).length > TEXT_BYTES_MAX) {
            throw new Wrong(key + " is a text of at most " + TEXT_BYTES_MAX + " bytes, no U+0000");
        }
        return text;
    }

    private static boolean flag(JsonNode fields, String key) throws Wrong {
        JsonNode value = fields.get(key);
        if (value == null || !value.isBoolean()) {
            throw new Wrong(key + " is true or false");
        }
        return value.booleanValue();
    }

    private static long count(JsonNode fields, String key) throws Wrong {
        JsonNode value = fields.get(key);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Wrong(key + " is a whole number");
        }
        if (value.longValue() < 0) {
            throw new Wrong(key + " is not negative");
        }
        return value.longValue();
    }

    private static long time(JsonNode fields, String key) throws Wrong {
        try {
            Instant time = Instant.parse(text(fields, key));
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Wrong(key + " is a time like 2026-01-31T12:00:00.5Z, years 1678 to 2261");
        }
    }
}
