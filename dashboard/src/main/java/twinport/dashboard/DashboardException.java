// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.io.Serial;

/// The page could not be served.
public final class DashboardException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final String hint;

    public DashboardException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /// What the user can do about it.
    public String hint() {
        return hint;
    }
}
