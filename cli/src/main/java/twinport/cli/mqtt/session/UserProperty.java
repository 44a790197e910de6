// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

/// A pair of names that MQTT 5 carries along. The same name may occur more than once.
public record UserProperty(String name, String value) {}
