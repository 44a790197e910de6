// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

/// The versions of MQTT that the commands speak.
public enum ProtocolVersion {
    MQTT_3_1_1("3.1.1"),
    MQTT_5("5.0");

    private final String number;

    ProtocolVersion(String number) {
        this.number = number;
    }

    /// The names that mosquitto's -V takes.
    public static ProtocolVersion of(String name) throws MqttFailure {
        return switch (name) {
            case "mqttv5", "5" -> MQTT_5;
            case "mqttv311", "311" -> MQTT_3_1_1;
            case "mqttv31", "31" ->
                    throw MqttFailure.usage(
                            "MQTT 3.1 is not spoken here, at -V " + name,
                            "use -V 311, which every broker of the last ten years takes, or -V 5");
            default ->
                    throw MqttFailure.usage(
                            "no such MQTT version, at -V " + name,
                            "use 5 (or mqttv5) or 311 (or mqttv311)");
        };
    }

    @Override
    public String toString() {
        return "MQTT " + number;
    }
}
