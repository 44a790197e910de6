// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port on loopback that nobody has, below those that the system hands out by itself.
final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES_MAX = 100;

    private FreePort() {}

    static int take() throws IOException {
        for (int i = 0; i < TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, Loopback.IPV4)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // taken: the next one
            }
        }
        throw new IOException("no free port from " + LOWEST + " to " + HIGHEST);
    }
}
