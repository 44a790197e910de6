// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import twinport.board.net.BoardNetwork;
import twinport.board.net.BoardSocket;
import twinport.board.net.Errno;
import twinport.board.net.TlsSettings;

/// The sockets of one power cycle, by number, with lwIP's calls: a count, or minus an error number
/// ([Errno]). A call that waits ends by a [Halt] when the board is switched off.
public final class Sockets {
    /// What the ESP32's usual lwIP configuration allows (`CONFIG_LWIP_MAX_SOCKETS`).
    public static final int MAX_OPEN = 10;

    private static final int FIRST_NUMBER = 54;

    private final BoardNetwork network;
    private final Counters counters;
    private final Power power;
    private final Map<Integer, BoardSocket> open = new ConcurrentHashMap<>();
    private final Set<BoardSocket> ending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger(FIRST_NUMBER);

    Sockets(BoardNetwork network, Counters counters, Power power) {
        this.network = network;
        this.counters = counters;
        this.power = power;
    }

    /// A new socket's number.
    public int open() {
        if (open.size() >= MAX_OPEN) {
            return -Errno.ENFILE;
        }
        int number = next.getAndIncrement();
        open.put(number, new BoardSocket(network, counters.connection()));
        return number;
    }

    public int connect(int number, String host, int port, Duration timeout) {
        return with(number, socket -> socket.connect(host, port, timeout));
    }

    /// Begins to connect without waiting ([BoardSocket#beginConnect]).
    public int beginConnect(int number, String host, int port, Duration timeout) {
        return with(number, socket -> socket.beginConnect(host, port, timeout));
    }

    /// Whether a connection that was begun without waiting still comes.
    public boolean connecting(int number) {
        BoardSocket socket = open.get(number);
        return socket != null && socket.connecting();
    }

    public int startTls(int number, TlsSettings settings, Duration timeout) {
        return with(number, socket -> socket.startTls(settings, timeout));
    }

    public int send(int number, byte[] bytes, int offset, int length) {
        return with(number, socket -> socket.send(bytes, offset, length));
    }

    /// Receives what is there; a negative time waits for ever, 0 does not wait.
    public int recv(int number, byte[] into, int offset, int length, int timeoutMillis) {
        return with(number, socket -> socket.recv(into, offset, length, timeoutMillis));
    }

    /// Bytes that can be received without waiting.
    public int available(int number) {
        return with(number, BoardSocket::available);
    }

    /// The next byte without receiving it, -1 when there is none.
    public int peek(int number) {
        BoardSocket socket = open.get(number);
        return socket == null ? -1 : socket.peek();
    }

    public boolean alive(int number) {
        BoardSocket socket = open.get(number);
        return socket != null && socket.alive();
    }

    /// Why the last call on this socket failed, in words for the serial log.
    public Optional<String> fault(int number) {
        return Optional.ofNullable(open.get(number))
                .flatMap(BoardSocket::fault)
                .map(why -> String.valueOf(why.getMessage()));
    }

    /// Ends a connection in order; what was sent is still delivered.
    public void close(int number) {
        BoardSocket socket = open.remove(number);
        if (socket != null) {
            end(socket);
        }
    }

    /// Begins to end all connections; from any thread.
    void closeAll() {
        open.values().forEach(this::end);
    }

    /// Waits until the connections that were closed are gone, so that nothing sent is lost when the
    /// program ends; from any thread.
    void awaitClosed(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (BoardSocket socket : ending) {
            socket.awaitClosed(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }

    private void end(BoardSocket socket) {
        ending.removeIf(Sockets::isGone);
        ending.add(socket);
        socket.close();
    }

    private static boolean isGone(BoardSocket socket) {
        try {
            return socket.awaitClosed(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Call {
        int on(BoardSocket socket) throws InterruptedException;
    }

    private int with(int number, Call call) {
        power.checkpoint();
        BoardSocket socket = open.get(number);
        if (socket == null) {
            return -Errno.EBADF;
        }
        try {
            int result = call.on(socket);
            power.checkpoint();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            power.checkpoint();
            return -Errno.ECONNABORTED;
        }
    }
}
