// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.net.Inet6Address;
import java.net.InetAddress;

/// One end of a TCP connection.
public record Endpoint(InetAddress address, int port) {
    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 0 to 65535: " + port);
        }
    }

    @Override
    public String toString() {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host + "]:" + port : host + ":" + port;
    }
}
