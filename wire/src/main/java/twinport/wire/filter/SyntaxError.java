// SPDX-License-Identifier: MIT
package twinport.wire.filter;

import java.io.Serial;

/// Ends the reading of an expression. Never leaves this package.
final class SyntaxError extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int at;
    private final String seen;
    private final String allowed;

    SyntaxError(int at, String seen, String allowed) {
        super(seen, null, false, false);
        this.at = at;
        this.seen = seen;
        this.allowed = allowed;
    }

    Parsing.Wrong asResult() {
        return new Parsing.Wrong(at + 1, seen, allowed);
    }
}
