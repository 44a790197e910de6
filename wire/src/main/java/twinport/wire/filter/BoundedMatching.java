// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.io.Serial;
import java.util.regex.Pattern;

/// Finds regular expressions in text within a bound: java.util.regex tries alternatives one after
/// another and can take a time that doubles with each character. Every step it takes looks at a
/// character, so the looks are counted.
final class BoundedMatching {
    /// Looks at characters for one value.
    static final int STEPS_MAX = 200_000;

    /// Characters of a value that are looked at.
    static final int CHARS_MAX = 1 << 13;

    private long givenUp;

    /// Ends a search that takes too long. Never leaves this class.
    private static final class TooLong extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        TooLong() {
            super(null, null, false, false);
        }
    }

    private static final class Counted implements CharSequence {
        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > STEPS_MAX) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    boolean find(Pattern pattern, String text) {
        String looked = text.length() <= CHARS_MAX ? text : text.substring(0, CHARS_MAX);
        try {
            return pattern.matcher(new Counted(looked)).find();
        } catch (TooLong | StackOverflowError e) {
            // A repeated group goes one call deeper with each character it takes.
            givenUp++;
            return false;
        }
    }

    long givenUp() {
        return givenUp;
    }
}
