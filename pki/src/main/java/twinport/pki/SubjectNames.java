// SPDX-License-Identifier: MIT
package twinport.pki;

import java.net.InetAddress;
import java.util.Set;

/// The names that a server certificate is good for (subjectAltName, RFC 5280 section 4.2.1.6).
public record SubjectNames(Set<String> hosts, Set<InetAddress> addresses) {
    private static final int LONGEST_HOST = 253;

    public SubjectNames {
        for (String host : hosts) {
            if (!isHost(host)) {
                throw new IllegalArgumentException(
                        "'"
                                + host
                                + "' is no host name: letters, digits, '-' and '.', at most 63"
                                + " characters between dots (RFC 1123 section 2.1)");
            }
        }
        if (hosts.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException("a server certificate needs at least one name");
        }
        hosts = Set.copyOf(hosts);
        addresses = Set.copyOf(addresses);
    }

    /// Whether a certificate with these names serves everything that the other names ask for.
    public boolean cover(SubjectNames other) {
        return hosts.containsAll(other.hosts) && addresses.containsAll(other.addresses);
    }

    private static boolean isHost(String text) {
        if (text.isEmpty() || text.length() > LONGEST_HOST) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!label.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")) {
                return false;
            }
        }
        return true;
    }
}
