// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.Serial;

/// A board was named that the lab does not have.
public final class UnknownBoardException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    public UnknownBoardException(String board, Iterable<String> known) {
        super("no board \"" + board + "\"; boards are " + String.join(", ", known));
    }
}
