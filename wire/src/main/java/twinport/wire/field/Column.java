// SPDX-License-Identifier: MIT
package twinport.wire.field;

/// A column of a table: its heading, or key, and what kind of values it has.
public record Column(String name, Type type) {
    public static Column of(Field field) {
        return new Column(field.name(), field.type());
    }
}
