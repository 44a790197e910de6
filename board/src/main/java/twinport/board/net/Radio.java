// SPDX-License-Identifier: MIT
package twinport.board.net;

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

    public Radio(BoardNetwork network, Wifi wifi, InstantSource clock) {
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
        return network.connect(host, port, timeout);
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
                    case TimeServer.PORT -> TimeServer.answer(sent.payload(), clock.instant());
                    default -> Optional.empty();
                };
        return reply.map(bytes -> new Datagram(sent.peer(), sent.port(), bytes));
    }

    private Optional<InetAddress> find(String name) {
        try {
            return Optional.of(network.resolve(name));
        } catch (NetworkException e) {
            return Optional.empty();
        }
    }
}
