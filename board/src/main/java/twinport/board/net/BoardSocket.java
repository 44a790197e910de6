// SPDX-License-Identifier: MIT
package twinport.board.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import twinport.board.BoardClock;

/// One TCP connection of a board, plain or TLS, with the calls of lwIP's sockets: every call
/// returns a count or minus an error number ([Errno]); none throws for what the network does.
///
/// Used by the board's thread; [#close] may come from any. A virtual thread (the pump) reads the
/// connection into a bounded ring, so that blocking, timed and non-blocking reads work alike with
/// and without TLS. It starts with the first read, so [#startTls] must come before that.
///
/// The board's thread may be interrupted in every call that waits: the call then closes the socket
/// and throws [InterruptedException].
public final class BoardSocket {
    /// How long [#close] waits for the peer's end before it cuts the connection.
    public static final Duration LINGER = Duration.ofSeconds(1);

    private static final int PUMP_BYTES = 4096;
    private static final Duration CONNECT_GRACE = Duration.ofSeconds(1);

    private final BoardNetwork network;
    private final Meter meter;
    private final ByteRing ring;
    private volatile @Nullable Socket plain;
    private volatile @Nullable Socket stream;
    private volatile @Nullable NetworkException fault;
    private volatile @Nullable TlsMeasure secured;
    private volatile boolean closed;
    private volatile boolean abandoned;
    private volatile boolean connecting;
    private boolean begun;
    private boolean pumping;
    private boolean tlsBegun;

    public BoardSocket(BoardNetwork network, Meter meter) {
        this(network, meter, BoardClock.system());
    }

    /// @param clock the time in which the firmware waits to receive; connecting and TLS handshakes
    ///   wait on the wall's
    public BoardSocket(BoardNetwork network, Meter meter, BoardClock clock) {
        this.network = network;
        this.meter = meter;
        this.ring = new ByteRing(clock);
    }

    /// Connects. Returns 0 or minus an error number.
    public int connect(String host, int port, Duration timeout) throws InterruptedException {
        if (plain != null || closed) {
            return fail(new NetworkException(Errno.EINVAL, "this socket was used before"));
        }
        try {
            stand(waitFor(() -> open(host, port, timeout), timeout.plus(CONNECT_GRACE)));
            return 0;
        } catch (IOException e) {
            return fail(e);
        }
    }

    /// Begins to connect and does not wait. Returns minus [Errno#EINPROGRESS], or another error.
    /// Until [#connecting] is false nothing can be sent or received ([Errno#EAGAIN]); then the next
    /// call tells what became of it.
    public int beginConnect(String host, int port, Duration timeout) {
        if (plain != null || closed || connecting) {
            return fail(new NetworkException(Errno.EINVAL, "this socket was used before"));
        }
        begun = true;
        connecting = true;
        Thread.ofVirtual()
                .name("board-socket-connect")
                .start(() -> {
                    try {
                        Socket socket = network.connect(host, port, timeout);
                        stand(socket);
                        if (closed) {
                            cut(socket);
                        }
                    } catch (IOException e) {
                        fail(e);
                    } finally {
                        connecting = false;
                    }
                });
        return -Errno.EINPROGRESS;
    }

    /// Whether a connection that was begun without waiting still comes.
    public boolean connecting() {
        return connecting;
    }

    private void stand(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        plain = socket;
        stream = socket;
        meter.connected();
    }

    private int notConnected() {
        NetworkException why = fault;
        if (connecting) {
            return -Errno.EAGAIN;
        }
        return -(begun && why != null ? why.errno() : Errno.ENOTCONN);
    }

    /// Nobody may be waiting any more when the connection stands: then it is not left open.
    private Socket open(String host, int port, Duration timeout) throws IOException {
        Socket socket = network.connect(host, port, timeout);
        if (Thread.currentThread().isInterrupted()) {
            cut(socket);
        }
        return socket;
    }

    /// Begins TLS on the connection. Returns 0 or minus an error number; [#fault] tells more.
    public int startTls(TlsSettings settings, Duration timeout) throws InterruptedException {
        Socket socket = plain;
        if (socket == null || pumping || tlsBegun) {
            return fail(new NetworkException(Errno.EINVAL, "TLS must begin on a fresh connection"));
        }
        try {
            tlsBegun = true;
            meter.handshakeBegins();
            var tls = waitFor(() -> TlsStart.over(socket, settings, network, timeout), timeout);
            secured = tls.measure();
            stream = tls.socket();
            meter.secured(tls.measure());
            return 0;
        } catch (IOException e) {
            return fail(e);
        }
    }

    /// Sends all bytes. Returns their number or minus an error number.
    public int send(byte[] bytes, int offset, int length) {
        Socket socket = stream;
        if (socket == null || closed) {
            return notConnected();
        }
        if (abandoned) {
            return fail(lost());
        }
        try {
            socket.getOutputStream().write(bytes, offset, length);
            meter.sent(bytes, offset, length);
            return length;
        } catch (IOException e) {
            return fail(new NetworkException(Errno.ECONNRESET, "sending: " + e.getMessage(), e));
        }
    }

    /// Receives at most `length` bytes. Returns their number, 0 at the peer's end, or minus an
    /// error number: [Errno#EAGAIN] when nothing is there and `timeoutMillis` is 0,
    /// [Errno#ETIMEDOUT] when nothing came in time. A negative time waits for ever.
    public int recv(byte[] into, int offset, int length, int timeoutMillis)
            throws InterruptedException {
        if (stream == null) {
            return notConnected();
        }
        pump();
        long nanos = timeoutMillis < 0 ? -1 : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        int count = ring.take(into, offset, length, nanos);
        if (count > 0 || length == 0) {
            meter.received(into, offset, count);
            return count;
        }
        if (ring.ended()) {
            NetworkException why = fault;
            return why == null ? 0 : -why.errno();
        }
        return timeoutMillis == 0 ? -Errno.EAGAIN : -Errno.ETIMEDOUT;
    }

    /// How many bytes can be received without waiting.
    public int available() {
        if (stream == null) {
            return 0;
        }
        pump();
        return ring.size();
    }

    /// The next byte without receiving it, or -1.
    public int peek() {
        return available() == 0 ? -1 : ring.peek();
    }

    /// True until the peer ended the connection and everything it sent was received, or until it
    /// was closed here.
    public boolean alive() {
        if (stream == null || closed) {
            return false;
        }
        pump();
        return !ring.ended();
    }

    /// Why the last call failed, if one did.
    public Optional<NetworkException> fault() {
        return Optional.ofNullable(fault);
    }

    /// Cuts the connection: both ends see a reset.
    public void reset() {
        Socket socket = plain;
        if (socket != null && !closed) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                debug("resetting a connection", e);
            }
            fail(new NetworkException(Errno.ECONNRESET, "the connection was lost"));
            cut(socket);
            ring.end();
        }
    }

    /// The network is gone below the connection: here it has ended, and its peer is told nothing
    /// until the board is switched off or the peer gives up.
    public void abandon() {
        if (stream != null && !closed) {
            abandoned = true;
            pump();
            fail(lost());
            ring.discard();
            ring.end();
        }
    }

    private static NetworkException lost() {
        return new NetworkException(Errno.ECONNABORTED, "the Wi-Fi went away below the connection");
    }

    /// Ends the connection: everything sent reaches the peer, which then sees an orderly end. Does
    /// not wait; [#awaitClosed] does.
    public void close() {
        Socket socket;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            socket = plain;
            if (socket == null) {
                ring.end();
                return;
            }
        }
        pump();
        ring.discard();
        if (abandoned) {
            return;
        }
        Thread.ofVirtual().name("board-socket-end").start(this::end);
        Thread.ofVirtual().name("board-socket-linger").start(() -> linger(socket));
    }

    /// Waits until the connection is gone.
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return ring.await(timeout.toNanos());
    }

    /// Says "no more from here", which TLS may have to wait for; the pump sees the peer's end.
    private void end() {
        try {
            Socket socket = stream;
            if (socket != null) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            debug("ending a connection", e);
        }
    }

    private void linger(Socket socket) {
        try {
            ring.await(LINGER.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cut(socket);
            ring.end();
        }
    }

    private synchronized void pump() {
        Socket socket = stream;
        if (!pumping && socket != null) {
            pumping = true;
            Thread.ofVirtual().name("board-socket-pump").start(() -> pump(socket));
        }
    }

    private void pump(Socket socket) {
        byte[] chunk = new byte[PUMP_BYTES];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                ring.put(chunk, n);
            }
            ended();
        } catch (IOException e) {
            if (!closed) {
                fail(TlsStart.failure(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ring.end();
            if (abandoned) {
                cut(socket);
            }
        }
    }

    /// Ends an abandoned connection at last.
    public void bury() {
        Socket socket = plain;
        if (abandoned && socket != null) {
            cut(socket);
        }
    }

    /// JSSE does not tell a connection that was cut off from one that was ended; mbedTLS does.
    private void ended() {
        TlsMeasure tls = secured;
        if (tls != null && !tls.peerTookLeave() && !closed) {
            fail(
                    new NetworkException(
                            Errno.SSL_CONN_EOF, "the server ended without saying so in TLS"));
        }
    }

    /// Runs what may wait on a virtual thread, because there sockets obey interruption; the board's
    /// own thread is a platform thread.
    private <T> T waitFor(Callable<T> work, Duration timeout)
            throws IOException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread worker = Thread.ofVirtual().name("board-socket-wait").start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new NetworkException(Errno.ETIMEDOUT, "no answer in time", e);
        } finally {
            if (!task.isDone()) {
                worker.interrupt();
            }
        }
    }

    private int fail(IOException e) {
        NetworkException why =
                e instanceof NetworkException known
                        ? known
                        : new NetworkException(Errno.EIO, String.valueOf(e.getMessage()), e);
        fault = why;
        return -why.errno();
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            debug("cutting a connection", e);
        }
    }

    private static void debug(String what, Exception e) {
        System.getLogger(BoardSocket.class.getName()).log(System.Logger.Level.DEBUG, what, e);
    }
}
