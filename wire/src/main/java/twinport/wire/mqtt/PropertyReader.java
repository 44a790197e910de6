// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the properties of an MQTT 5.0 packet (§2.2.2).
final class PropertyReader {
    private PropertyReader() {}

    static Properties read(Body body, PropertyId.Place place) {
        int length = body.variable("the property length");
        if (length == 0) {
            return Properties.NONE;
        }
        if (length > body.left()) {
            throw body.violation(
                    "properties of " + length + " bytes, the packet has " + body.left() + " left",
                    "MQTT 5.0 §2.2.2.1: the property length lies within the packet");
        }
        int end = body.position() + length;
        List<Property> list = new ArrayList<>();
        Set<PropertyId> seen = EnumSet.noneOf(PropertyId.class);
        while (body.position() < end) {
            Property property = one(body, place, seen);
            if (property == null) {
                body.skipTo(end);
                break;
            }
            list.add(property);
        }
        if (body.position() > end) {
            throw body.violation(
                    end,
                    "the last property ends after the properties",
                    "MQTT 5.0 §2.2.2.1: the property length covers whole properties");
        }
        if (seen.contains(PropertyId.AUTHENTICATION_DATA)
                && !seen.contains(PropertyId.AUTHENTICATION_METHOD)) {
            body.fault(
                    end - length,
                    "authentication data without a method",
                    "MQTT 5.0 §3.1.2.11.10: the method comes with it");
        }
        return new Properties(length, list);
    }

    /// Null for an unknown property: without its form those after it cannot be read.
    private static @Nullable Property one(Body body, PropertyId.Place place, Set<PropertyId> seen) {
        int at = body.position();
        int number = body.variable("a property identifier");
        PropertyId id = PropertyId.of(number);
        if (id == null) {
            body.fault(at, "property " + number, "MQTT 5.0 §2.2.2.2: no such property identifier");
            return null;
        }
        if (!id.mayStandIn(place)) {
            body.fault(at, id + " in " + place, "MQTT 5.0 §2.2.2.2: it does not belong there");
        }
        if (!seen.add(id) && !id.mayRepeat(place)) {
            body.fault(at, id + " a second time", "MQTT 5.0 §2.2.2.2: this property comes once");
        }
        int value = body.position();
        Property property = read(body, id);
        check(body, property, value);
        return property;
    }

    private static Property read(Body body, PropertyId id) {
        String what = "the property " + id;
        return switch (id.form()) {
            case BYTE -> new Property.Numeric(id, body.oneByte(what));
            case TWO_BYTES -> new Property.Numeric(id, body.twoBytes(what));
            case FOUR_BYTES -> new Property.Numeric(id, body.fourBytes(what));
            case VARIABLE -> new Property.Numeric(id, body.variable(what));
            case TEXT -> new Property.Text(id, body.text(what));
            case BINARY -> new Property.Binary(id, body.binary(what));
            case PAIR -> new Property.Pair(id, body.text(what), body.text(what));
        };
    }

    /// The values that a property may have (the sections of each property).
    private static void check(Body body, Property property, int at) {
        switch (property) {
            case Property.Numeric(PropertyId id, long value) -> {
                if (id == PropertyId.TOPIC_ALIAS) {
                    body.aliasAt(at);
                }
                if (!id.mayBe(value)) {
                    body.fault(
                            at, id + " " + value, "MQTT 5.0 " + id.section() + ": " + id.range());
                }
            }
            case Property.Text(PropertyId id, String value) -> {
                if (id == PropertyId.RESPONSE_TOPIC) {
                    Topics.checkName(body, at + 2, value, "the response topic");
                }
            }
            case Property.Binary _, Property.Pair _ -> {}
        }
    }
}
