// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

/// A piece of source text that means something; comments and white space are none.
///
/// @param text of a [Kind#TEXT] its value, escapes replaced; else as it stands
/// @param line where it begins, from 1
public record Token(Kind kind, String text, int line) {
    public enum Kind {
        /// A name or a keyword.
        WORD,
        NUMBER,
        /// A string literal.
        TEXT,
        /// One character that is none of the others.
        SIGN
    }

    boolean isSign(char sign) {
        return kind == Kind.SIGN && text.charAt(0) == sign;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }
}
