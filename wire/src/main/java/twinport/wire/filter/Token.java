// SPDX-License-Identifier: MIT
package twinport.wire.filter;

/// A word, sign or text of an expression.
///
/// @param text what it says; of a quoted text that without quotes and escapes
/// @param from where its first character stands
/// @param to behind its last
record Token(Kind kind, String text, int from, int to) {
    enum Kind {
        WORD,
        SIGN,
        QUOTED,
        END
    }

    boolean is(String wanted) {
        return kind != Kind.QUOTED && kind != Kind.END && text.equals(wanted);
    }

    String seen() {
        return switch (kind) {
            case END -> "the end";
            case QUOTED -> "the text \"" + text + "\"";
            case WORD, SIGN -> "'" + text + "'";
        };
    }
}
