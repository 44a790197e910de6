// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.Set;

/// One named value of a row.
///
/// @param name tshark's where tshark has such a field
/// @param units the kinds of row that can have it
/// @param frames whether it is read from the frame's headers, which a reader tells only when asked
/// @param source where its values come from
public record Field(
        String name,
        Type type,
        String description,
        Set<Unit> units,
        boolean frames,
        Source source) {

    /// Hands the values a row has to their taker: none, one, or several.
    @FunctionalInterface
    public interface Source {
        void put(Row row, Values to);
    }

    public Field {
        units = Set.copyOf(units);
    }

    Field(String name, Type type, String description, Set<Unit> units, Source source) {
        this(name, type, description, units, false, source);
    }

    /// Whether every kind of row can have it.
    public boolean everywhere() {
        return units.size() == Unit.values().length;
    }
}
