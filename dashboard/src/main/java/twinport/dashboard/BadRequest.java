// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.Serial;

/// A request that cannot be answered, with the HTTP status that says so.
final class BadRequest extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final int status;

    BadRequest(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }

    /// As in {@link #getMessage()}, but never null.
    String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
