// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.Serial;

/// A lab that can't start or go on: what is wrong, and what to do about it.
public final class LabException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String hint;

    public LabException(String what, String hint) {
        super(what);
        this.hint = hint;
    }

    public LabException(String what, String hint, Throwable cause) {
        super(what, cause);
        this.hint = hint;
    }

    /// What to do.
    public String hint() {
        return hint;
    }
}
