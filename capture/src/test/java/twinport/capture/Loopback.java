// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Addresses for tests: on loopback, below the range the system gives to outgoing connections.
public final class Loopback {
    private static final int FIRST = 18_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private Loopback() {}

    public static InetSocketAddress free() throws IOException {
        return free(InetAddress.ofLiteral("127.0.0.1"));
    }

    public static InetSocketAddress free(InetAddress host) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(host, port));
                return new InetSocketAddress(host, port);
            } catch (IOException _) {
                // taken: the next one
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST);
    }
}
