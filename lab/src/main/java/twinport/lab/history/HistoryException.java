// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.io.Serial;

/// The history can't be opened, read or written as asked.
public final class HistoryException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String hint;

    /// @param hint what to do
    public HistoryException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /// As above, without another exception behind it.
    public HistoryException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
