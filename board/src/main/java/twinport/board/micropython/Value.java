// SPDX-License-Identifier: MIT
package twinport.board.micropython;

/// What crosses the border between MicroPython and the host. In memory it is three 32-bit words: a
/// kind and two operands (`ports/webassembly/proxy_c.c`).
sealed interface Value {
    /// The size of a value in memory.
    int BYTES = 12;

    /// `None`, and what stands for "nothing" in general.
    record None() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(int value) implements Value {}

    record Real(double value) implements Value {}

    record Text(String value) implements Value {}

    /// Something of the host's that MicroPython holds.
    record Ours(int reference) implements Value {}

    /// Something of MicroPython's that the host cannot look into.
    record Theirs(int kind, int reference) implements Value {}
}
