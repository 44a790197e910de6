// SPDX-License-Identifier: MIT
package twinport.wire.payload;

/// One value of a JSON text.
///
/// @param path where it stands: names joined by dots, elements of arrays by their number from 0; a
///   dot or backslash within a name has a backslash before it; empty for the whole text
/// @param text a string decoded; a number, `true`, `false` or `null` as written; an object or array
///   as written
/// @param offset of its first byte in the payload
/// @param length of what stands there, quotes included
/// @param repeated whether its name, or one on the way to it, stands more than once in its object;
///   then this is the last (RFC 8259 §4 leaves open which counts)
public record JsonValue(
        String path, Kind kind, String text, int offset, int length, boolean repeated) {

    public enum Kind {
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        OBJECT,
        ARRAY
    }

    /// The number nearest to what is written; NaN when this is no number. Digits beyond a double's
    /// precision are in [#text] only.
    public double number() {
        return kind == Kind.NUMBER ? Double.parseDouble(text) : Double.NaN;
    }

    /// Whether it is neither object nor array.
    public boolean scalar() {
        return kind != Kind.OBJECT && kind != Kind.ARRAY;
    }
}
