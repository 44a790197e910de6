// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import twinport.wire.pcap.CaptureBlock;

/// A broker's socket with a tap before it, and the capture of both.
final class TappedBroker implements AutoCloseable {
    static final Duration FIRST_BYTE_WITHIN = Duration.ofMillis(300);
    static final int MAX_CONNECTIONS = 3;
    private static final int WAIT_MILLIS = 10_000;

    final ServerSocket broker;
    final Route route;
    final CaptureQueue queue;
    final RelayTap tap;
    final Path file;

    private TappedBroker(Path folder, InetAddress host, Consumer<CaptureBlock> live)
            throws IOException {
        broker = new ServerSocket();
        broker.bind(Loopback.free());
        broker.setSoTimeout(WAIT_MILLIS);
        route = new Route(Loopback.free(host), (InetSocketAddress) broker.getLocalSocketAddress());
        file = folder.resolve("run.pcapng");
        queue = new CaptureQueue(CaptureSettings.to(file), live);
        TapSettings settings =
                new TapSettings(
                        List.of(route),
                        MAX_CONNECTIONS,
                        FIRST_BYTE_WITHIN,
                        Duration.ofMillis(300),
                        Duration.ofMillis(250),
                        true);
        tap = new RelayTap(settings, queue, InstantSource.system());
        tap.open();
    }

    static TappedBroker in(Path folder) throws IOException {
        return in(folder, _ -> {});
    }

    static TappedBroker in(Path folder, Consumer<CaptureBlock> live) throws IOException {
        return new TappedBroker(folder, InetAddress.ofLiteral("127.0.0.1"), live);
    }

    static TappedBroker on(InetAddress host, Path folder) throws IOException {
        return new TappedBroker(folder, host, _ -> {});
    }

    /// A client at an address of its own, as a board has one.
    Socket connect(String address) throws IOException {
        Socket client = new Socket();
        client.bind(new InetSocketAddress(address, 0));
        client.setSoTimeout(WAIT_MILLIS);
        client.connect(route.listen());
        return client;
    }

    Socket accept() throws IOException {
        Socket accepted = broker.accept();
        accepted.setSoTimeout(WAIT_MILLIS);
        return accepted;
    }

    /// Ends tap and capture in their order; the file is complete then.
    Path finish() throws IOException {
        tap.close();
        queue.close();
        return file;
    }

    @Override
    public void close() throws IOException {
        finish();
        broker.close();
    }
}
