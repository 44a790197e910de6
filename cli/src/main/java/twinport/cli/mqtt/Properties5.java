// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MessageProperties;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.UserProperty;

/// What all the -D of a command line say together (MQTT 5.0 section 2.2.2.2).
record Properties5(
        MessageProperties publish,
        MessageProperties will,
        long willDelaySeconds,
        ConnectionSettings.Limits limits,
        @Nullable Long sessionExpirySeconds,
        List<UserProperty> connect,
        List<UserProperty> subscribe) {

    private static final long UINT32_MAX = 0xFFFF_FFFFL;
    private static final int UINT16_MAX = 0xFFFF;
    private static final int PACKET_MAX = 268_435_460;

    static Properties5 of(List<PropertyOption> options) throws MqttFailure {
        Collector collector = new Collector();
        for (PropertyOption option : options) {
            collector.add(option);
        }
        return new Properties5(
                collector.publish.done(),
                collector.will.done(),
                collector.willDelay,
                new ConnectionSettings.Limits(
                        collector.receiveMaximum, collector.maximumPacketSize),
                collector.sessionExpiry,
                collector.connect,
                collector.subscribe);
    }

    private static final class Collector {
        private final Message publish = new Message();
        private final Message will = new Message();
        private final List<UserProperty> connect = new ArrayList<>();
        private final List<UserProperty> subscribe = new ArrayList<>();
        private long willDelay;
        private @Nullable Integer receiveMaximum;
        private @Nullable Integer maximumPacketSize;
        private @Nullable Long sessionExpiry;

        void add(PropertyOption option) throws MqttFailure {
            switch (option.command()) {
                case "publish" -> publish.add(option);
                case "will" -> {
                    if (option.name().equals("will-delay-interval")) {
                        willDelay = number(option, 0, UINT32_MAX);
                    } else {
                        will.add(option);
                    }
                }
                case "connect" -> addConnect(option);
                case "subscribe" -> {
                    if (!option.name().equals("user-property")) {
                        throw unknown(option, "user-property");
                    }
                    subscribe.add(pair(option));
                }
                default ->
                        throw MqttFailure.usage(
                                "no properties can be given for this packet, at -D "
                                        + option.command(),
                                "use -D connect, publish, subscribe or will");
            }
        }

        private void addConnect(PropertyOption option) throws MqttFailure {
            switch (option.name()) {
                case "receive-maximum" -> receiveMaximum = (int) number(option, 1, UINT16_MAX);
                case "maximum-packet-size" ->
                        maximumPacketSize = (int) number(option, 1, PACKET_MAX);
                case "session-expiry-interval" -> sessionExpiry = number(option, 0, UINT32_MAX);
                case "user-property" -> connect.add(pair(option));
                default ->
                        throw unknown(
                                option,
                                "receive-maximum, maximum-packet-size, session-expiry-interval,"
                                        + " user-property");
            }
        }
    }

    private static final class Message {
        private @Nullable String contentType;
        private byte @Nullable [] correlation;
        private @Nullable Long expiry;
        private @Nullable Integer format;
        private @Nullable String responseTopic;
        private final List<UserProperty> pairs = new ArrayList<>();

        void add(PropertyOption option) throws MqttFailure {
            switch (option.name()) {
                case "content-type" -> contentType = option.value();
                case "correlation-data" ->
                        correlation = option.value().getBytes(StandardCharsets.UTF_8);
                case "message-expiry-interval" -> expiry = number(option, 0, UINT32_MAX);
                case "payload-format-indicator" -> format = (int) number(option, 0, 1);
                case "response-topic" -> responseTopic = option.value();
                case "user-property" -> pairs.add(pair(option));
                default ->
                        throw unknown(
                                option,
                                "content-type, correlation-data, message-expiry-interval,"
                                        + " payload-format-indicator, response-topic,"
                                        + " user-property");
            }
        }

        MessageProperties done() {
            return new MessageProperties(
                    contentType, correlation, expiry, format, responseTopic, pairs);
        }
    }

    private static UserProperty pair(PropertyOption option) {
        return new UserProperty(option.value(), option.second() == null ? "" : option.second());
    }

    private static long number(PropertyOption option, long least, long most) throws MqttFailure {
        try {
            long number = Long.parseLong(option.value());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw MqttFailure.usage(
                "%s is not a number that %s takes, at -D %s"
                        .formatted(option.value(), option.name(), option.command()),
                "give a number from %d to %d".formatted(least, most));
    }

    private static MqttFailure unknown(PropertyOption option, String known) {
        return MqttFailure.usage(
                "the property %s is not offered, at -D %s"
                        .formatted(option.name(), option.command()),
                "use one of: " + known);
    }
}
