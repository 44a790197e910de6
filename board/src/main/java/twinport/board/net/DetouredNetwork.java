// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The network that a tutorial expects: every name is known, and a broker's port leads to the lab's
/// broker whatever name or address the firmware dials. Every detour is told, once a name and port.
public final class DetouredNetwork implements BoardNetwork {
    /// Detours that are told; a board that dials more is not followed any further.
    private static final int TOLD_MAX = 256;

    private final LoopbackNetwork lab;
    private final InventedNames names;
    private final Map<Integer, InetSocketAddress> detours;
    private final Set<String> mapped;
    private final List<X509Certificate> authorities;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> notes = _ -> {};

    /// @param detours where a port leads that the firmware dials, by the port dialled
    /// @param mapped names (lower case) of servers for which the lab's authority stands in
    /// @param authorities the lab's
    public DetouredNetwork(
            LoopbackNetwork lab,
            InventedNames names,
            Map<Integer, InetSocketAddress> detours,
            Set<String> mapped,
            List<X509Certificate> authorities) {
        this.lab = lab;
        this.names = names;
        this.detours = Map.copyOf(detours);
        this.mapped = Set.copyOf(mapped);
        this.authorities = List.copyOf(authorities);
    }

    @Override
    public void tell(Consumer<String> sink) {
        notes = sink;
    }

    @Override
    public InetAddress address() {
        return lab.address();
    }

    @Override
    public InetAddress resolve(String host) throws NetworkException {
        if (lab.knows(host)) {
            return lab.resolve(host);
        }
        return names.find(host)
                .orElseThrow(() ->
                        new NetworkException(Errno.EAI_FAIL, "the name " + host + " is not known"));
    }

    @Override
    public Socket connect(String host, int port, Duration timeout) throws NetworkException {
        InetAddress address = resolve(host);
        if (lab.allows(new InetSocketAddress(address, port))) {
            return lab.connect(host, port, timeout);
        }
        String dialled = names.nameOf(address).orElse(host) + ":" + port;
        InetSocketAddress detour = detours.get(port);
        if (detour == null) {
            note(dialled + " is outside the lab: refused");
            throw new NetworkException(
                    Errno.EHOSTUNREACH,
                    dialled + " is outside this lab; brokers' ports lead to it");
        }
        note(dialled + " leads to the lab");
        return lab.connect(detour.getAddress().getHostAddress(), detour.getPort(), timeout);
    }

    @Override
    public List<X509Certificate> authorities(String serverName) {
        if (!mapped.contains(serverName.toLowerCase(Locale.ROOT))) {
            return List.of();
        }
        note(serverName + ": the lab's CA stands for the firmware's own (ca-map)");
        return authorities;
    }

    private void note(String what) {
        if (told.size() < TOLD_MAX && told.add(what)) {
            notes.accept("net: " + what);
        }
    }
}
