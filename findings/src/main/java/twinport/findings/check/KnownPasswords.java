// SPDX-License-Identifier: MIT
package twinport.findings.check;

import java.util.Set;

/// What brokers, tutorials and devices come with, and what is tried first.
public final class KnownPasswords {
    private static final Set<String> ALL =
            Set.of(
                    "admin",
                    "administrator",
                    "arduino",
                    "changeme",
                    "default",
                    "demo",
                    "device",
                    "emqx",
                    "esp32",
                    "esp8266",
                    "espressif",
                    "guest",
                    "hivemq",
                    "homeassistant",
                    "home-assistant",
                    "iot",
                    "letmein",
                    "mosquitto",
                    "mqtt",
                    "mqttpass",
                    "mqttpassword",
                    "mqtt_password",
                    "mqttuser",
                    "pass",
                    "passw0rd",
                    "password",
                    "Password",
                    "password1",
                    "password123",
                    "password1234",
                    "public",
                    "qwerty",
                    "qwertyuiop",
                    "raspberry",
                    "root",
                    "secret",
                    "sensor",
                    "tasmota",
                    "test",
                    "test123",
                    "toor",
                    "user",
                    "zigbee2mqtt",
                    "123",
                    "1234",
                    "12345",
                    "123456",
                    "1234567",
                    "12345678",
                    "123456789",
                    "1234567890",
                    "123456789012",
                    "111111",
                    "000000");

    private KnownPasswords() {}

    public static Set<String> all() {
        return ALL;
    }

    public static boolean contains(String password) {
        return ALL.contains(password);
    }
}
