// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A board's network inside one machine: connections leave from the board's own loopback address
/// and reach only what is on the list.
///
/// @param address the board's own address, such as 127.0.10.1
/// @param names names (lower case) and the addresses they stand for; literal IP addresses and
///   `localhost` need no entry, but `localhost` may have one
/// @param allowed the only places a connection may go to
public record LoopbackNetwork(
        InetAddress address, Map<String, InetAddress> names, Set<InetSocketAddress> allowed)
        implements BoardNetwork {

    public LoopbackNetwork {
        names = Map.copyOf(names);
        allowed = Set.copyOf(allowed);
    }

    /// Whether the host is a name of this lab, or an address.
    boolean knows(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (names.containsKey(name) || name.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Whether a connection may go there.
    boolean allows(InetSocketAddress target) {
        return allowed.contains(target);
    }

    @Override
    public InetAddress resolve(String host) throws NetworkException {
        String name = host.toLowerCase(Locale.ROOT);
        InetAddress known = names.get(name);
        if (known != null) {
            return known;
        }
        if (name.equals("localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new NetworkException(
                    Errno.EAI_FAIL,
                    "the name " + host + " is not known in this lab; known: " + names.keySet(),
                    e);
        }
    }

    @Override
    public Socket connect(String host, int port, Duration timeout) throws NetworkException {
        InetSocketAddress target = new InetSocketAddress(resolve(host), port);
        if (!allowed.contains(target)) {
            throw new NetworkException(
                    Errno.EHOSTUNREACH,
                    host + ":" + port + " is outside this lab; a board may reach " + allowed);
        }
        Socket socket = new Socket();
        try {
            bind(socket, target);
            socket.connect(target, Math.toIntExact(Math.max(1, timeout.toMillis())));
            return socket;
        } catch (IOException e) {
            close(socket);
            throw failure(target, e);
        }
    }

    /// Linux owns all of 127.0.0.0/8. Elsewhere the address may not exist: then the ports tell the
    /// boards apart.
    private void bind(Socket socket, InetSocketAddress target) throws IOException {
        if (address.getClass() != target.getAddress().getClass()) {
            return;
        }
        try {
            socket.bind(new InetSocketAddress(address, 0));
        } catch (BindException e) {
            System.getLogger(LoopbackNetwork.class.getName())
                    .log(System.Logger.Level.DEBUG, "no source address " + address, e);
        }
    }

    static NetworkException failure(InetSocketAddress target, IOException e) {
        return switch (e) {
            case SocketTimeoutException _ ->
                    new NetworkException(Errno.ETIMEDOUT, target + " did not answer in time", e);
            case ConnectException _ ->
                    new NetworkException(
                            Errno.ECONNRESET, target + " refused: nothing listens there", e);
            default ->
                    new NetworkException(
                            Errno.EHOSTUNREACH, target + " was not reached: " + e.getMessage(), e);
        };
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(LoopbackNetwork.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a socket that never connected", e);
        }
    }
}
