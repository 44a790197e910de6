// SPDX-License-Identifier: MIT
package twinport.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.board.net.BoardNetwork;
import twinport.board.net.DetouredNetwork;
import twinport.board.net.InventedNames;
import twinport.board.net.LoopbackNetwork;
import twinport.board.net.RealNetwork;
import twinport.lab.file.LabFile;

/// The networks of a lab's boards: each has an address of its own, and all reach the same.
final class BoardNetworks {
    /// The ports that firmware dials (IANA registry "Service Name and Transport Protocol Port
    /// Number": mqtt, secure-mqtt).
    private static final int MQTT = 1883;

    private static final int SECURE_MQTT = 8883;

    private final LabFile.Net net;
    private final X509Certificate authority;
    private final InventedNames names = new InventedNames();
    private final Map<Integer, InetSocketAddress> detours = new HashMap<>();

    BoardNetworks(LabFile.Net net, PublicPorts ports, X509Certificate authority) {
        this.net = net;
        this.authority = authority;
        detour(MQTT, ports.plain());
        detour(SECURE_MQTT, ports.tls());
    }

    private void detour(int dialled, int port) {
        if (port != PublicPorts.NONE) {
            detours.put(dialled, new InetSocketAddress(PublicPorts.LOOPBACK, port));
        }
    }

    BoardNetwork of(InetAddress board) {
        var lab =
                new LoopbackNetwork(
                        board,
                        Map.of(Provisioning.BROKER_HOST, PublicPorts.LOOPBACK),
                        Set.copyOf(detours.values()));
        return switch (net.reach()) {
            case LAB ->
                    new DetouredNetwork(
                            lab,
                            names,
                            detours,
                            net.mapped().stream()
                                    .map(name -> name.toLowerCase(Locale.ROOT))
                                    .collect(Collectors.toSet()),
                            List.of(authority));
            case REAL -> new RealNetwork(lab);
        };
    }
}
