// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import twinport.board.net.BoardSocket;
import twinport.board.net.Datagram;
import twinport.board.net.Errno;
import twinport.board.net.NetworkException;
import twinport.board.net.Radio;
import twinport.board.net.TlsSettings;

/// The sockets of one power cycle, by number, with lwIP's calls: a count, or minus an error number
/// ([Errno]). A call that waits ends by a [Halt] when the board is switched off.
public final class Sockets {
    /// What the ESP32's usual lwIP configuration allows (`CONFIG_LWIP_MAX_SOCKETS`).
    public static final int MAX_OPEN = 10;

    /// Lost connections whose peers may not know it yet; the oldest is cut.
    private static final int MAX_ABANDONED = 32;

    private static final int FIRST_NUMBER = 54;
    private static final long LONGEST_REST_NANOS = 3_600_000_000_000L;

    private final Radio network;
    private final Counters counters;
    private final Power power;
    private final BoardClock clock;
    private final Map<Integer, DatagramSocket> datagrams = new ConcurrentHashMap<>();
    private final Map<Integer, BoardSocket> open = new ConcurrentHashMap<>();
    private final Set<BoardSocket> ending = ConcurrentHashMap.newKeySet();
    private final Queue<BoardSocket> abandoned = new ConcurrentLinkedQueue<>();
    private final AtomicInteger next = new AtomicInteger(FIRST_NUMBER);

    Sockets(Radio network, Counters counters, Power power, BoardClock clock) {
        this.network = network;
        this.counters = counters;
        this.power = power;
        this.clock = clock;
    }

    /// Whether at least half of the sockets are taken.
    public boolean scarce() {
        return open.size() >= MAX_OPEN / 2;
    }

    /// A new socket's number.
    public int open() {
        if (full()) {
            return -Errno.ENFILE;
        }
        int number = next.getAndIncrement();
        open.put(number, new BoardSocket(network, counters.connection(), clock));
        return number;
    }

    /// A new UDP socket's number.
    public int openUdp() {
        if (full()) {
            return -Errno.ENFILE;
        }
        int number = next.getAndIncrement();
        datagrams.put(number, new DatagramSocket());
        return number;
    }

    /// Sends one datagram. Returns its length or minus an error number; that nobody got it is no
    /// error, as ever with UDP.
    public int sendTo(int number, String host, int port, byte[] bytes) {
        power.checkpoint();
        DatagramSocket socket = datagrams.get(number);
        if (socket == null) {
            return -Errno.EBADF;
        }
        if (bytes.length > Datagram.MAX_BYTES) {
            return -Errno.ENOMEM;
        }
        try {
            Datagram sent = new Datagram(network.resolve(host), port, bytes);
            long at = clock.nanos() + WallClock.ROUND_TRIP.toNanos();
            network.exchange(sent).ifPresent(reply -> socket.comes(reply, at));
            return bytes.length;
        } catch (NetworkException e) {
            return -Errno.EHOSTUNREACH;
        }
    }

    /// Waits for a datagram; a negative time waits for ever, 0 does not wait. Returns 0 when one
    /// can be taken, or minus an error number.
    public int awaitDatagram(int number, int timeoutMillis) {
        long start = clock.nanos();
        while (true) {
            power.checkpoint();
            DatagramSocket socket = datagrams.get(number);
            if (socket == null) {
                return -Errno.EBADF;
            }
            long now = clock.nanos();
            long next = socket.nanosToNext(now).orElse(Long.MAX_VALUE);
            long left =
                    timeoutMillis < 0 ? Long.MAX_VALUE : timeoutMillis * 1_000_000L - (now - start);
            if (next == 0) {
                return 0;
            }
            if (left <= 0) {
                return timeoutMillis == 0 ? -Errno.EAGAIN : -Errno.ETIMEDOUT;
            }
            rest(Math.min(Math.min(next, left), LONGEST_REST_NANOS));
        }
    }

    /// The datagram that [#awaitDatagram] found.
    public Optional<Datagram> takeDatagram(int number) {
        return Optional.ofNullable(datagrams.get(number))
                .flatMap(socket -> socket.take(clock.nanos()));
    }

    private void rest(long nanos) {
        try {
            clock.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean full() {
        return open.size() + datagrams.size() >= MAX_OPEN;
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
        datagrams.remove(number);
        BoardSocket socket = open.remove(number);
        if (socket != null) {
            end(socket);
        }
    }

    /// Begins to end all connections; from any thread.
    void closeAll() {
        open.values().forEach(this::end);
        abandoned.forEach(BoardSocket::bury);
    }

    /// Ends all connections with a reset; from any thread.
    void cutAll() {
        open.values().forEach(BoardSocket::reset);
    }

    /// The Wi-Fi went away: every connection is lost here, and no peer hears of it; from any
    /// thread.
    void abandonAll() {
        for (BoardSocket socket : open.values()) {
            socket.abandon();
            abandoned.add(socket);
            if (abandoned.size() > MAX_ABANDONED) {
                abandoned.remove().bury();
            }
        }
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
