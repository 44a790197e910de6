// SPDX-License-Identifier: MIT
package twinport.board.arduino;

/// A sketch that cannot be built: what the compiler said, in the user's own file names and lines,
/// or what is missing on this machine.
public final class SketchException extends Exception {
    private static final long serialVersionUID = 1L;

    public SketchException(String message) {
        super(message);
    }

    public SketchException(String message, Throwable cause) {
        super(message, cause);
    }
}
