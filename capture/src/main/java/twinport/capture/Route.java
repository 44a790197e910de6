// SPDX-License-Identifier: MIT
package twinport.capture;

import java.net.InetSocketAddress;

/// A public address the tap listens on, and where the bytes go on to.
public record Route(InetSocketAddress listen, InetSocketAddress onward) {
    public Route {
        if (listen.isUnresolved() || onward.isUnresolved()) {
            throw new IllegalArgumentException(
                    "a route needs resolved addresses: " + listen + " to " + onward);
        }
    }
}
