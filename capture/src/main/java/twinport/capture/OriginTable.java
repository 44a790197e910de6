// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The onward connections by their source. As many entries as there are relayed connections.
///
/// Onward connections to a loopback broker come from 127.64.0.0/10, each from the next address, so
/// that nobody meets them by accident. Where a machine has only 127.0.0.1 (macOS), and for brokers
/// elsewhere, the system chooses the address and the port alone tells connections apart.
final class OriginTable implements Origins {
    /// 127.64.0.0/10 without its first and its last address.
    private static final int FIRST_SOURCE = 0x7F400001;

    private static final int SOURCES = (1 << 22) - 2;

    private final Map<InetSocketAddress, InetSocketAddress> clients = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final boolean ownSources;

    /// @param ownSources whether onward connections come from 127.64.0.0/10 at all
    OriginTable(boolean ownSources) {
        this.ownSources = ownSources;
    }

    @Override
    public Optional<InetSocketAddress> trueClient(InetSocketAddress onwardSource) {
        return Optional.ofNullable(clients.get(onwardSource));
    }

    /// Connects, and notes the client behind the connection before a byte of it reaches the broker.
    /// Returns the source, by which the entry is forgotten.
    InetSocketAddress connect(
            Socket onward, InetSocketAddress target, InetSocketAddress client, Duration within)
            throws IOException {
        bindSource(onward, target.getAddress());
        onward.connect(target, Math.toIntExact(within.toMillis()));
        InetSocketAddress source = (InetSocketAddress) onward.getLocalSocketAddress();
        clients.put(source, client);
        return source;
    }

    void forget(InetSocketAddress source) {
        clients.remove(source);
    }

    private void bindSource(Socket onward, InetAddress target) throws IOException {
        if (!ownSources || !target.isLoopbackAddress() || !(target instanceof Inet4Address)) {
            return; // connect() chooses the source
        }
        try {
            onward.bind(new InetSocketAddress(nextSource(), 0));
        } catch (BindException _) {
            onward.bind(new InetSocketAddress(target, 0));
        }
    }

    private InetAddress nextSource() throws UnknownHostException {
        int address = FIRST_SOURCE + Math.floorMod(next.getAndIncrement(), SOURCES);
        return InetAddress.getByAddress(
                new byte[] {
                    (byte) (address >>> 24),
                    (byte) (address >>> 16),
                    (byte) (address >>> 8),
                    (byte) address
                });
    }
}
