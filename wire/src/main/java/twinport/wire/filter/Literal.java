// SPDX-License-Identifier: MIT
package twinport.wire.filter;

/// A value in an expression, in the form its field has.
public sealed interface Literal {

    /// Also a truth value (1 and 0), and a time in nanoseconds.
    record Whole(long value) implements Literal {}

    /// A number that a JSON payload is compared with.
    record Decimal(double value) implements Literal {}

    record Text(String value) implements Literal {}

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Bytes(byte[] value) implements Literal {}

    /// An address, or all whose first bits are the same.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Network(byte[] address, int bits) implements Literal {}
}
