// SPDX-License-Identifier: MIT
package twinport.dashboard;

import com.sun.net.httpserver.Headers;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps other web pages out. The lab has no login on loopback, so a browser is the way in for a
/// stranger: by a name that resolves to 127.0.0.1 (DNS rebinding; the Host tells), or by a request
/// from a foreign page (Origin and Fetch Metadata tell; RFC 6454, W3C Fetch Metadata).
final class Guard {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final int HTTP_PORT = 80;

    private final Set<String> hosts;

    private Guard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    static Guard of(DashboardSettings settings) {
        var hosts = new HashSet<String>();
        for (String name : List.of("127.0.0.1", "localhost", "[::1]", text(settings.address()))) {
            hosts.add(name + ":" + settings.port());
            if (settings.port() == HTTP_PORT) {
                hosts.add(name);
            }
        }
        settings.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return new Guard(hosts);
    }

    /// Looks at Host for every request, and at Origin and Fetch Metadata where it matters.
    ///
    /// @return why the request is refused; empty if it may pass
    Optional<String> refusal(String method, String path, Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || !known(host.getFirst())) {
            return Optional.of(
                    "the Host header must be one of " + hosts.stream().sorted().toList());
        }
        boolean telling = path.startsWith("/api/") || path.equals("/metrics");
        boolean strict = telling || !READING.contains(method);
        if (!strict) {
            return Optional.empty();
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            if (!origin.startsWith("http://") || !known(origin.substring("http://".length()))) {
                return Optional.of("requests from pages of another origin are refused");
            }
        }
        for (String site : headers.getOrDefault("Sec-Fetch-Site", List.of())) {
            if (!OWN_SITE.contains(site)) {
                return Optional.of("requests from pages of another site are refused");
            }
        }
        return Optional.empty();
    }

    private boolean known(String host) {
        return hosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text + "]" : text;
    }
}
