// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// A board's network as it is behind its Wi-Fi: nothing passes while the Wi-Fi is not joined, and
/// the network's own services, DNS and NTP, answer at any address.
public final class Radio implements BoardNetwork {
    private final BoardNetwork network;
    private final Wifi wifi;
    private final InstantSource clock;
    private final Troubles troubles;

    public Radio(BoardNetwork network, Wifi wifi, InstantSource clock, Troubles troubles) {
        this.troubles = troubles;
        this.network = network;
        this.wifi = wifi;
        this.clock = clock;
    }

    @Override
    public InetAddress address() {
        return network.address();
    }

    @Override
    public InetAddress resolve(String host) throws NetworkException {
        if (!wifi.joined()) {
            throw new NetworkException(Errno.EAI_FAIL, host + ": the Wi-Fi is not joined");
        }
        if (troubles.portal() && !isAddress(host)) {
            return Troubles.PORTAL;
        }
        if (troubles.namesFail() && !isAddress(host)) {
            throw new NetworkException(Errno.EAI_FAIL, host + ": no name server answers");
        }
        return isTimeServer(host) ? network.address() : network.resolve(host);
    }

    /// The virtual network's time server answers at any address, so any will do for its name.
    private static boolean isTimeServer(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.startsWith("ntp.") || name.startsWith("time.") || name.contains(".ntp.");
    }

    @Override
    public Socket connect(String host, int port, Duration timeout) throws NetworkException {
        if (!wifi.joined()) {
            throw new NetworkException(Errno.EHOSTUNREACH, "the Wi-Fi is not joined");
        }
        if (troubles.portal()) {
            return portal(host, port);
        }
        if (troubles.namesFail() && !isAddress(host)) {
            throw new NetworkException(Errno.EAI_FAIL, host + ": no name server answers");
        }
        Socket socket = network.connect(host, port, timeout);
        try {
            return troubles.over(socket);
        } catch (IOException e) {
            throw new NetworkException(Errno.ECONNRESET, "the link: " + e.getMessage(), e);
        }
    }

    private static Socket portal(String host, int port) throws NetworkException {
        if (port != Portal.PORT) {
            throw new NetworkException(
                    Errno.ECONNRESET, host + ":" + port + " is behind a captive portal: refused");
        }
        try {
            return Portal.connect();
        } catch (IOException e) {
            throw new NetworkException(Errno.ECONNRESET, "the portal: " + e.getMessage(), e);
        }
    }

    private static boolean isAddress(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean scarceMemory() {
        return troubles.scarceMemory();
    }

    @Override
    public List<X509Certificate> authorities(String serverName) {
        return network.authorities(serverName);
    }

    @Override
    public void tell(Consumer<String> sink) {
        network.tell(sink);
    }

    /// What comes back for one datagram, if anything does. UDP goes nowhere else: only the virtual
    /// network's own DNS and NTP listen.
    public Optional<Datagram> exchange(Datagram sent) {
        if (!wifi.joined()) {
            return Optional.empty();
        }
        Optional<byte[]> reply =
                switch (sent.port()) {
                    case NameServer.PORT -> NameServer.answer(sent.payload(), this::find);
                    case TimeServer.PORT -> time(sent);
                    default -> Optional.empty();
                };
        return reply.map(bytes -> new Datagram(sent.peer(), sent.port(), bytes));
    }

    /// Behind a portal nobody tells the time.
    private Optional<byte[]> time(Datagram sent) {
        return troubles.portal()
                ? Optional.empty()
                : TimeServer.answer(sent.payload(), clock.instant());
    }

    private Optional<InetAddress> find(String name) {
        try {
            return Optional.of(resolve(name));
        } catch (NetworkException e) {
            return Optional.empty();
        }
    }
}
