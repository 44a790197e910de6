// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// The address 127.0.0.1, made from its bytes: no resolver is asked.
final class Loopback {
    static final InetAddress IPV4 = ipv4();

    private Loopback() {}

    private static InetAddress ipv4() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }
}
