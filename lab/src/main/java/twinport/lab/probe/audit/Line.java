// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import twinport.lab.probe.TappedSocket;

/// Makes the audit's connections, and counts them: never more than were promised.
final class Line {
    private final InetSocketAddress server;
    private final Duration patience;
    private final int limit;
    private int made;

    /// @param patience how long an answer may take
    /// @param limit connections to this address in all
    Line(InetSocketAddress server, Duration patience, int limit) {
        this.server = server;
        this.patience = patience;
        this.limit = limit;
    }

    /// A new connection.
    ///
    /// @throws SpentException when no more may be made
    /// @throws IOException when the server cannot be reached
    synchronized TappedSocket connect() throws IOException {
        if (made >= limit) {
            throw new SpentException(limit);
        }
        made++;
        TappedSocket socket = new TappedSocket();
        try {
            socket.connect(server, Math.toIntExact(patience.toMillis()));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    InetSocketAddress server() {
        return server;
    }

    Duration patience() {
        return patience;
    }

    /// Connections made so far.
    synchronized int made() {
        return made;
    }

    /// No connection is left.
    static final class SpentException extends IOException {
        private static final long serialVersionUID = 1;

        SpentException(int limit) {
            super("all " + limit + " connections that the audit may make are used");
        }
    }
}
