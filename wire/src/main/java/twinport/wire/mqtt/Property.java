// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

/// One property of an MQTT 5.0 packet, in the form its identifier prescribes (§2.2.2.2).
public sealed interface Property {
    PropertyId id();

    /// A Byte, Two Byte Integer, Four Byte Integer or Variable Byte Integer.
    record Numeric(PropertyId id, long value) implements Property {}

    record Text(PropertyId id, String value) implements Property {}

    @SuppressWarnings("ArrayRecordComponent") // bytes as they came; nobody compares them
    record Binary(PropertyId id, byte[] value) implements Property {}

    /// A user property: a name and a value, both free.
    record Pair(PropertyId id, String name, String value) implements Property {}
}
