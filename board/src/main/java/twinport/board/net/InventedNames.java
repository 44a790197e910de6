// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses for names that mean nothing in a lab, so that firmware can look them up: one after the
/// other from 198.18.0.0/15, which no real network uses (RFC 2544 appendix C.2.2, RFC 6890). Shared
/// by the boards of a lab; a name keeps its address.
public final class InventedNames {
    /// Names that get an address; later ones are not known.
    public static final int NAMES_MAX = 4_096;

    private static final Pattern HOST_NAME =
            Pattern.compile("(?!-)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*\\.?");

    private static final int NAME_CHARS_MAX = 253;

    /// Never resolves (RFC 6761 §6.4).
    private static final String NEVER = ".invalid";

    private static final int FIRST = 198 << 24 | 18 << 16 | 1;

    private final Map<String, InetAddress> addresses = new LinkedHashMap<>();

    public InventedNames() {}

    /// The address that stands for a name; empty for what is no host name, ends with `.invalid`, or
    /// comes when [#NAMES_MAX] are known.
    public synchronized Optional<InetAddress> find(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.length() > NAME_CHARS_MAX
                || name.endsWith(NEVER)
                || !HOST_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        if (!addresses.containsKey(name) && addresses.size() < NAMES_MAX) {
            addresses.put(name, address(FIRST + addresses.size()));
        }
        return Optional.ofNullable(addresses.get(name));
    }

    /// The name that an invented address stands for.
    public synchronized Optional<String> nameOf(InetAddress address) {
        return addresses.entrySet().stream()
                .filter(each -> each.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static InetAddress address(int bits) {
        byte[] bytes = {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
