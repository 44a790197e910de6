// SPDX-License-Identifier: MIT
package twinport.cli;

import java.io.Serial;

/// Ends a command with an exit code, an error and what to do about it.
public final class Failure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    private final int exitCode;
    private final String hint;

    public Failure(int exitCode, String what, String hint) {
        super(what);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    public int exitCode() {
        return exitCode;
    }

    public String hint() {
        return hint;
    }
}
