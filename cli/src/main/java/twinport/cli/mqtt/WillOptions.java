// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import twinport.cli.mqtt.session.ConnectionSettings;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Outgoing;

/// The flags of the last will: what the broker publishes when this client vanishes.
final class WillOptions {
    @Option(names = "--will-topic", paramLabel = "TOPIC", description = "Topic of the last will.")
    @Nullable String topic;

    @Option(
            names = "--will-payload",
            paramLabel = "TEXT",
            parameterConsumer = VerbatimValue.class,
            description = "Payload of the last will. Default: empty.")
    @Nullable String payload;

    @Option(names = "--will-qos", paramLabel = "QOS", description = "QoS of the last will.")
    @Nullable Integer qos;

    @Option(names = "--will-retain", description = "The broker keeps the last will.")
    boolean retain;

    ConnectionSettings.@Nullable Will will(Properties5 properties) throws MqttFailure {
        if (topic == null) {
            if (payload != null || qos != null || retain) {
                throw MqttFailure.usage(
                        "a last will without a topic, at --will-payload, --will-qos or"
                                + " --will-retain",
                        "give --will-topic");
            }
            return null;
        }
        byte[] bytes = payload == null ? new byte[0] : payload.getBytes(StandardCharsets.UTF_8);
        Outgoing message =
                new Outgoing(
                        Topics.name("--will-topic", topic),
                        bytes,
                        Topics.qos("--will-qos", qos == null ? 0 : qos),
                        retain,
                        properties.will());
        return new ConnectionSettings.Will(message, properties.willDelaySeconds());
    }
}
