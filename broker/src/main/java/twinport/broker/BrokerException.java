// SPDX-License-Identifier: MIT
package twinport.broker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The broker cannot do what was asked: what, where, and in the hint what to do about it.
public final class BrokerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    public BrokerException(String message, String hint) {
        this(message, hint, null);
    }

    public BrokerException(String message, String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /// What the user can do.
    public String hint() {
        return hint;
    }
}
