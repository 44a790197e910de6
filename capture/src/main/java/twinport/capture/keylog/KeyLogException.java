// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

/// The key log does not work on this Java. The message says what was missing and what to do.
public final class KeyLogException extends Exception {
    private static final long serialVersionUID = 1;

    KeyLogException(String message) {
        super(message);
    }

    KeyLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
