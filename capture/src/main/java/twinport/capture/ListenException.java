// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.net.InetSocketAddress;

/// An address the tap cannot listen on. The message says which and why; the hint, what to do.
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1;

    private final InetSocketAddress address;
    private final String hint;

    ListenException(InetSocketAddress address, IOException cause) {
        super(message(address, cause), cause);
        this.address = address;
        this.hint =
                denied(cause)
                        ? "ports below 1024 need rights: choose a higher port"
                        : "end the program that holds the port, or choose another port";
    }

    public InetSocketAddress address() {
        return address;
    }

    public String hint() {
        return hint;
    }

    private static String message(InetSocketAddress address, IOException cause) {
        String where = address.getAddress().getHostAddress();
        String why = String.valueOf(cause.getMessage());
        if (why.startsWith("Address already in use")) {
            return "port " + address.getPort() + " on " + where + " is in use";
        }
        return "cannot listen on port " + address.getPort() + " of " + where + ": " + why;
    }

    private static boolean denied(IOException cause) {
        return String.valueOf(cause.getMessage()).contains("ermission denied");
    }
}
