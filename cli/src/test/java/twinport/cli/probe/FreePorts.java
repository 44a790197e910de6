// SPDX-License-Identifier: MIT
package twinport.cli.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Free loopback ports below the range from which the system takes those of clients.
final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int LAST = 19_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(FIRST + (int) (ProcessHandle.current().pid() % 7_000));

    private FreePorts() {}

    static int next() {
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = FIRST + (NEXT.getAndIncrement() - FIRST) % (LAST - FIRST);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
