// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;

/// A connection that failed, with the number ([Errno]) that firmware on an ESP32 would see.
public final class NetworkException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    public NetworkException(int errno, String message) {
        super(message);
        this.errno = errno;
    }

    public NetworkException(int errno, String message, Throwable cause) {
        super(message, cause);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
