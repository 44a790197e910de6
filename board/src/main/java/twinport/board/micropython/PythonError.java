// SPDX-License-Identifier: MIT
package twinport.board.micropython;

/// An exception that left Python code uncaught.
final class PythonError extends Exception {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String traceback;

    PythonError(String type, String traceback) {
        super(type, null, false, false);
        this.type = type;
        this.traceback = traceback;
    }

    /// The exception's class: `OSError`.
    String type() {
        return type;
    }

    /// What MicroPython prints for it, from `Traceback` on, ending in a line feed.
    String traceback() {
        return traceback;
    }

    /// The last line of the traceback: `OSError: [Errno 104] ECONNRESET`.
    String summary() {
        String text = traceback.strip();
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
