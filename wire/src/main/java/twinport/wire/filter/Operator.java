// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.util.List;
import java.util.Optional;
import twinport.wire.field.Type;

/// What may stand between a field and a value.
public enum Operator {
    EQUAL("==", "eq", "is the value"),
    NOT_EQUAL("!=", "ne", "has values, and none is this"),
    LESS("<", "lt", "is less"),
    LESS_OR_EQUAL("<=", "le", "is less, or the value"),
    GREATER(">", "gt", "is more"),
    GREATER_OR_EQUAL(">=", "ge", "is more, or the value"),
    IN("in", "in", "is one of {1 2 5..9}"),
    CONTAINS("contains", "contains", "has this text, or these bytes, in it"),
    MATCHES("matches", "matches", "has a part that fits a regular expression, in any case"),
    TOPIC("~", "topic", "fits an MQTT topic filter with + and #");

    private final String sign;
    private final String word;
    private final String description;

    Operator(String sign, String word, String description) {
        this.sign = sign;
        this.word = word;
        this.description = description;
    }

    public String sign() {
        return sign;
    }

    public String description() {
        return description;
    }

    static Optional<Operator> of(String token) {
        return List.of(values()).stream()
                .filter(each -> each.sign.equals(token) || each.word.equals(token))
                .findFirst();
    }

    /// Whether a field of this type can be tested so.
    public boolean fits(Type type) {
        return switch (this) {
            case EQUAL, NOT_EQUAL, IN -> type != Type.LAYER;
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> type.ordered();
            case CONTAINS, MATCHES ->
                    type == Type.TEXT || type == Type.BYTES || type == Type.SCALAR;
            case TOPIC -> type == Type.TEXT || type == Type.SCALAR;
        };
    }

    @Override
    public String toString() {
        return sign;
    }
}
