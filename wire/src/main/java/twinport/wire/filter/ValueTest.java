// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import twinport.wire.field.AddressText;
import twinport.wire.field.Field;
import twinport.wire.field.Row;
import twinport.wire.field.Values;

/// Asks the values of one field one by one. Those of a kind that the test does not know do not
/// match.
abstract class ValueTest implements Test, Values {
    private final Field.Source source;
    private final boolean none;
    private boolean seen;
    private boolean matched;

    /// @param none whether all values must not match, and there must be some
    ValueTest(Field field, boolean none) {
        this.source = field.source();
        this.none = none;
    }

    @Override
    public final boolean test(Row row) {
        seen = false;
        matched = false;
        Row each = row;
        while (each != null && !matched) {
            source.put(each, this);
            each = each.next();
        }
        return none ? seen && !matched : matched;
    }

    /// Whether there was no match yet, so that the next value has to be looked at.
    private boolean open() {
        seen = true;
        return !matched;
    }

    boolean matches(long value) {
        return false;
    }

    boolean matches(double value) {
        return false;
    }

    boolean matches(String value) {
        return false;
    }

    boolean matches(byte[] value, int from, int length) {
        return false;
    }

    boolean matches(AddressText value) {
        return false;
    }

    @Override
    public final void number(long value) {
        if (open()) {
            matched = matches(value);
        }
    }

    @Override
    public final void number(String written) {
        if (open()) {
            matched = matches(Double.parseDouble(written));
        }
    }

    @Override
    public final void hexNumber(long value, int digits) {
        number(value);
    }

    @Override
    public final void flag(boolean value) {
        number(value ? 1 : 0);
    }

    @Override
    public final void nanos(long value) {
        number(value);
    }

    @Override
    public final void text(String value) {
        if (open()) {
            matched = matches(value);
        }
    }

    @Override
    public final void bytes(byte[] value, int from, int length) {
        if (open()) {
            matched = matches(value, from, length);
        }
    }

    @Override
    public final void address(AddressText value) {
        if (open()) {
            matched = matches(value);
        }
    }
}
