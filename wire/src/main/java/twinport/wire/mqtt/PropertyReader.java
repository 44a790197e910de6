// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
            list.add(one(body, place, seen));
        }
        if (body.position() > end) {
            throw body.violation(
                    end,
                    "the last property ends after the properties",
                    "MQTT 5.0 §2.2.2.1: the property length covers whole properties");
        }
        return new Properties(length, list);
    }

    private static Property one(Body body, PropertyId.Place place, Set<PropertyId> seen) {
        int at = body.position();
        int number = body.variable("a property identifier");
        PropertyId id = PropertyId.of(number);
        if (id == null) {
            throw body.violation(
                    at, "property " + number, "MQTT 5.0 §2.2.2.2: no such property identifier");
        }
        if (!id.mayStandIn(place)) {
            throw body.violation(
                    at, id + " in " + place, "MQTT 5.0 §2.2.2.2: it does not belong there");
        }
        if (!seen.add(id) && !id.mayRepeat()) {
            throw body.violation(
                    at, id + " a second time", "MQTT 5.0 §2.2.2.2: this property comes once");
        }
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
}
