// SPDX-License-Identifier: MIT
package twinport.wire.field;

/// Takes the values of a field, each in its own form: to write them, or to test them.
public interface Values {
    void number(long value);

    /// A number of any size and precision, in the grammar of JSON (RFC 8259 §6), as it came.
    void number(String written);

    /// A number that is usually written as `0x` with so many digits.
    void hexNumber(long value, int digits);

    void flag(boolean value);

    /// A time, or a span of time.
    void nanos(long value);

    void text(String value);

    /// The bytes are to be read at once.
    void bytes(byte[] value, int from, int length);

    void address(AddressText value);

    default void bytes(byte[] value) {
        bytes(value, 0, value.length);
    }
}
