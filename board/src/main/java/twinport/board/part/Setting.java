// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.List;

/// Something about a part that can be chosen: a number in a range, or one of some words.
///
/// @param initial what it is when nothing is said
/// @param unit of a number; may be empty
/// @param words the words allowed; empty for a number, and for a text
/// @param control whether it may be turned while the board runs
public record Setting(
        String name,
        String initial,
        double least,
        double most,
        String unit,
        List<String> words,
        boolean control) {
    private static final int MAX_TEXT_CHARS = 64;

    /// A number that stays as it is placed.
    static Setting number(String name, double initial, double least, double most, String unit) {
        return new Setting(name, text(initial), least, most, unit, List.of(), false);
    }

    /// A number that can be turned at any time.
    static Setting control(String name, double initial, double least, double most, String unit) {
        return new Setting(name, text(initial), least, most, unit, List.of(), true);
    }

    /// One of some words, the first when nothing is said.
    static Setting oneOf(String name, String... words) {
        return new Setting(name, words[0], Double.NaN, Double.NaN, "", List.of(words), false);
    }

    /// Some text, for people.
    static Setting text(String name, String initial) {
        return new Setting(name, initial, Double.NaN, Double.NaN, "", List.of(), false);
    }

    public boolean isNumber() {
        return !Double.isNaN(least);
    }

    /// What is allowed, for people.
    public String allowed() {
        if (isNumber()) {
            return "a number from %s to %s %s".formatted(text(least), text(most), unit).strip();
        }
        return words.isEmpty()
                ? "a text of at most " + MAX_TEXT_CHARS + " characters"
                : "one of " + String.join(", ", words);
    }

    /// Checks a number.
    ///
    /// @throws IllegalArgumentException with what is allowed
    public double check(double value) {
        if (!(value >= least && value <= most)) { // also refuses NaN
            throw new IllegalArgumentException(
                    "%s is %s, not %s".formatted(name, allowed(), text(value)));
        }
        return value;
    }

    /// The nearest value that is allowed.
    double clamped(double value) {
        return Double.isNaN(value) ? least : Math.clamp(value, least, most);
    }

    /// Checks a value in its written form.
    ///
    /// @throws IllegalArgumentException with what is allowed
    public String check(String value) {
        if (isNumber()) {
            check(parse(value));
        } else if (words.isEmpty() ? value.length() > MAX_TEXT_CHARS : !words.contains(value)) {
            throw new IllegalArgumentException(
                    "%s is %s, not \"%s\"".formatted(name, allowed(), value));
        }
        return value;
    }

    /// The number that a text says; hexadecimal with `0x`.
    double parse(String value) {
        try {
            return value.startsWith("0x")
                    ? Integer.parseInt(value.substring(2), 16)
                    : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s is %s, not \"%s\"".formatted(name, allowed(), value), e);
        }
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
