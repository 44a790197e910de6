// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import twinport.wire.payload.JsonValue;

/// What a JSON value must be: the same as `value`, as a number where both are numbers; or, with an
/// operator before it (`>=`, `<=`, `!=`, `>`, `<`), in that relation to it.
record ValueMatch(Relation relation, String value) {
    enum Relation {
        AT_LEAST(">="),
        AT_MOST("<="),
        OTHER_THAN("!="),
        MORE_THAN(">"),
        LESS_THAN("<"),
        EQUAL("");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        private boolean isOfNumbers() {
            return this != EQUAL && this != OTHER_THAN;
        }
    }

    /// Empty if it compares with what is no number.
    static Optional<ValueMatch> parse(String text) {
        for (Relation relation : List.of(Relation.values())) {
            if (text.startsWith(relation.sign)) {
                String value = text.substring(relation.sign.length()).strip();
                if (relation.isOfNumbers() && number(value) == null) {
                    return Optional.empty();
                }
                return Optional.of(new ValueMatch(relation, value));
            }
        }
        throw new AssertionError("every text begins with the empty sign");
    }

    /// @param found null if the payload has no such value, which fits nothing
    boolean fits(@Nullable JsonValue found) {
        if (found == null) {
            return false;
        }
        BigDecimal mine = number(value);
        BigDecimal theirs = number(found.text());
        boolean numbers = false;
        int order = found.text().compareTo(value);
        if (mine != null && theirs != null) {
            numbers = true;
            order = theirs.compareTo(mine);
        }
        return switch (relation) {
            case EQUAL -> order == 0;
            case OTHER_THAN -> order != 0;
            case AT_LEAST -> numbers && order >= 0;
            case AT_MOST -> numbers && order <= 0;
            case MORE_THAN -> numbers && order > 0;
            case LESS_THAN -> numbers && order < 0;
        };
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > 40) {
            return null; // an exponent must not cost a gigabyte
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs(number.scale()) > 400 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return (relation == Relation.EQUAL ? "=" : relation.sign) + " " + value;
    }
}
