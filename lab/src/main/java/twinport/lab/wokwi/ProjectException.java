// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.io.Serial;

/// A project that can't be opened: where, what, and what to do.
public final class ProjectException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String hint;

    ProjectException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
