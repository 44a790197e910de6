// SPDX-License-Identifier: MIT
package twinport.wire.field;

/// What kind of value a field has.
public enum Type {
    NUMBER,
    /// Written as 1 and 0, as tshark writes it; in JSON true and false.
    BOOLEAN,
    TEXT,
    /// Written in hexadecimal.
    BYTES,
    ADDRESS,
    /// Seconds with nine digits: since 1970, or since the beginning.
    TIME,
    /// What stands in a JSON payload: number, text or truth value, told apart value by value.
    SCALAR,
    /// A protocol: only whether it is there.
    LAYER;

    /// Whether values have an order.
    public boolean ordered() {
        return this == NUMBER || this == TIME || this == BOOLEAN || this == SCALAR;
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
