// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.io.Serial;

/// Carries a broken rule out of a decoder's depth; never leaves this package, has no stack trace.
final class Violation extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int at;
    private final String what;
    private final String rule;

    /// @param at offset of the wrong byte from the packet's first
    Violation(int at, String what, String rule) {
        super(what, null, false, false);
        this.at = at;
        this.what = what;
        this.rule = rule;
    }

    Decoding.Malformed asResult() {
        return new Decoding.Malformed(at, what, rule);
    }
}
