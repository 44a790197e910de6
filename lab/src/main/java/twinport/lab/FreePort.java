// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/// Finds ports that nobody uses, outside the range from which connections get theirs.
final class FreePort {
    private static final int FIRST = 20_000;
    private static final int BEYOND = 32_768;
    private static final int TRIES = 200;

    private FreePort() {}

    static int find(InetAddress address, RandomGenerator random) throws LabException {
        return find(address, random, port -> false);
    }

    /// @param taken ports that are promised to somebody who does not listen yet
    static int find(InetAddress address, RandomGenerator random, IntPredicate taken)
            throws LabException {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FIRST, BEYOND);
            if (!taken.test(port) && isFree(new InetSocketAddress(address, port))) {
                return port;
            }
        }
        throw new LabException(
                "no free port was found on " + address.getHostAddress() + " in " + TRIES + " tries",
                "name the ports with --mqtt-port, --mqtts-port and --http-port");
    }

    static boolean isFree(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
