// SPDX-License-Identifier: MIT
package twinport.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import twinport.lab.file.LabFile;

/// Where the world reaches a lab: addresses and ports, checked to be free before anything starts.
///
/// @param plain [#NONE] where the lab has no plain side
/// @param tls [#NONE] where it has no TLS side
public record PublicPorts(List<InetAddress> addresses, int plain, int tls) {
    static final int NONE = -1;
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    public PublicPorts {
        addresses = List.copyOf(addresses);
    }

    /// Takes the ports of settings and lab file.
    ///
    /// @throws LabException somebody has one of them
    static PublicPorts of(LabSettings settings, RandomGenerator random) throws LabException {
        var addresses = addresses(settings.bind());
        LabFile file = settings.file();
        int plain =
                port(
                        addresses,
                        file.plain().map(LabFile.PlainPort::port),
                        settings.mqttPort(),
                        random,
                        NONE);
        int tls =
                port(
                        addresses,
                        file.tls().map(LabFile.TlsPort::port),
                        settings.mqttsPort(),
                        random,
                        plain);
        return new PublicPorts(addresses, plain, tls);
    }

    /// Boards come by the loopback address, whatever else the lab listens on.
    private static List<InetAddress> addresses(InetAddress bind) {
        return bind.isAnyLocalAddress() || bind.equals(LOOPBACK)
                ? List.of(bind)
                : List.of(LOOPBACK, bind);
    }

    private static int port(
            List<InetAddress> addresses,
            Optional<Integer> inFile,
            OptionalInt asked,
            RandomGenerator random,
            int taken)
            throws LabException {
        if (inFile.isEmpty()) {
            return NONE;
        }
        int port = asked.orElse(inFile.get());
        for (InetAddress address : addresses) {
            port = free(address, port, random, taken);
        }
        return port;
    }

    /// The port to listen on: the one asked for, or any free one for 0.
    ///
    /// @throws LabException somebody has it
    public static int free(InetAddress address, int port, RandomGenerator random)
            throws LabException {
        return free(address, port, random, NONE);
    }

    private static int free(InetAddress address, int port, RandomGenerator random, int taken)
            throws LabException {
        if (port == 0) {
            return FreePort.find(address, random, one -> one == taken);
        }
        if (!FreePort.isFree(new InetSocketAddress(address, port))) {
            throw new LabException(
                    "port " + port + " on " + address.getHostAddress() + " is in use",
                    "end the program that has it (ss -ltnp shows it), or choose another port with"
                            + " --mqtt-port, --mqtts-port or --http-port");
        }
        return port;
    }

    boolean hasPlain() {
        return plain != NONE;
    }

    boolean hasTls() {
        return tls != NONE;
    }
}
