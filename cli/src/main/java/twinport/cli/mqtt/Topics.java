// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopic;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import twinport.cli.mqtt.session.MqttFailure;

/// What may stand in a flag that names topics or a QoS (MQTT 5.0 section 4.7).
final class Topics {
    private static final int LONGEST = 65_535;

    private Topics() {}

    static String name(String option, String topic) throws MqttFailure {
        try {
            return MqttTopic.of(topic).toString();
        } catch (IllegalArgumentException e) {
            throw MqttFailure.usage(
                    "this is not a topic to publish to, at %s %s".formatted(option, topic),
                    "write names with / between; # and + are only for subscribing; 1 to "
                            + LONGEST
                            + " bytes");
        }
    }

    static MqttTopicFilter filter(String option, String filter) throws MqttFailure {
        try {
            return MqttTopicFilter.of(filter);
        } catch (IllegalArgumentException e) {
            throw MqttFailure.usage(
                    "this is not a topic filter, at %s %s".formatted(option, filter),
                    "+ stands alone between two /, # stands alone at the end: lab/+/status, lab/#");
        }
    }

    static int qos(String option, int qos) throws MqttFailure {
        if (qos < 0 || qos > 2) {
            throw MqttFailure.usage(
                    "no such quality of service, at %s %d".formatted(option, qos), "use 0, 1 or 2");
        }
        return qos;
    }
}
