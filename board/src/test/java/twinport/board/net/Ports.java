// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/// Free local ports below the range that systems give to outgoing connections.
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;

    private Ports() {}

    public static int free() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < 100; i++) {
            int port = random.nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static boolean isFree(int port) {
        try {
            new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1")).close();
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
