// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.net.InetAddress;
import java.util.Set;

/// Where the page is served.
///
/// @param address what to bind; anything but loopback is the caller's decision
/// @param hosts further `name:port` values a browser may give as Host, beside those of loopback and
///   of the bound address itself
public record DashboardSettings(InetAddress address, int port, Set<String> hosts) {
    public DashboardSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("an HTTP port is 1 to 65535: " + port);
        }
        hosts = Set.copyOf(hosts);
    }

    /// On 127.0.0.1, whatever the machine's resolver says of `localhost`.
    public static DashboardSettings onLoopback(int port) {
        return new DashboardSettings(Loopback.IPV4, port, Set.of());
    }
}
