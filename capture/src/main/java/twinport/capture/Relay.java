// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import twinport.capture.segment.Dialogue;
import twinport.wire.flow.Direction;

/// One relayed connection: a thread a direction copies bytes and records each chunk before it goes
/// on. Only frames that wait for a TLS 1.2 secret are recorded after their bytes went on, since
/// without them the broker could not derive it.
final class Relay {
    static final String SECRETS_LATE = "secrets late";
    static final String ENDED_BY_TAP = "ended by the tap";

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final Socket client;
    private final Socket onward = new Socket();
    private final Route route;
    private final TapSettings settings;
    private final CaptureQueue queue;
    private final OriginTable origins;
    private final InstantSource clock;
    private final TapWatcher watcher;
    private final Dialogue dialogue;
    private final ClientHandshake handshake = new ClientHandshake();

    /// Set once, by whoever ends the connection before both sides said FIN.
    private final AtomicBoolean broken = new AtomicBoolean();

    /// Guards `dialogue` and the order of its frames in the queue.
    private final ReentrantLock recording = new ReentrantLock();

    private final Condition released = recording.newCondition();
    private boolean held;

    Relay(
            Socket client,
            Route route,
            long number,
            TapSettings settings,
            CaptureQueue queue,
            OriginTable origins,
            InstantSource clock,
            TapWatcher watcher) {
        this.client = client;
        this.route = route;
        this.settings = settings;
        this.queue = queue;
        this.origins = origins;
        this.clock = clock;
        this.watcher = watcher;
        this.dialogue = new Dialogue(address(client), listener(client), number, queue.link());
    }

    /// Relays until both sides are done. Closes both sockets.
    void run() {
        try (client;
                onward) {
            record(Direction.FROM_CLIENT, dialogue::opening, null);
            client.setTcpNoDelay(true);
            client.setSoTimeout(Math.toIntExact(settings.firstByteWithin().toMillis()));
            connectAndRelay();
        } catch (IOException _) {
            // The client was gone before anything was relayed.
            reset(Direction.FROM_CLIENT, null);
        } finally {
            handshake.clientRandom().ifPresent(queue.scope()::forget);
        }
    }

    /// Too many connections: says so in the capture and to the client.
    void refuse(String why) {
        record(Direction.FROM_CLIENT, dialogue::opening, null);
        reset(Direction.FROM_SERVER, why);
    }

    /// Ends the connection from outside; both sides see a FIN.
    void end() {
        end(ENDED_BY_TAP);
    }

    private void connectAndRelay() throws IOException {
        InetSocketAddress source;
        try {
            onward.setTcpNoDelay(true);
            source = origins.connect(onward, route.onward(), address(client), CONNECT_WITHIN);
        } catch (IOException e) {
            reset(Direction.FROM_SERVER, "the broker was not reached: " + e.getMessage());
            watcher.unreached(route, e);
            return;
        }
        watcher.reached(route);
        try {
            Thread back =
                    Thread.ofVirtual().start(() -> copy(Direction.FROM_SERVER, onward, client));
            copy(Direction.FROM_CLIENT, client, onward);
            join(back);
        } finally {
            origins.forget(source);
        }
    }

    private void copy(Direction direction, Socket from, Socket to) {
        byte[] buffer = new byte[Dialogue.MAX_PAYLOAD];
        boolean first = true;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                if (first && direction == Direction.FROM_CLIENT) {
                    from.setSoTimeout(0);
                    first = false;
                }
                if (!pass(direction, buffer, length, out)) {
                    reset(direction.opposite(), null);
                    return;
                }
                length = in.read(buffer);
            }
            record(direction, () -> dialogue.end(direction), null);
            shutDown(to);
        } catch (SocketTimeoutException _) {
            end("no byte within " + settings.firstByteWithin().toMillis() + " ms: " + ENDED_BY_TAP);
        } catch (IOException _) {
            reset(direction, null);
        }
    }

    /// Records a chunk and sends it on; false when the other side does not take it.
    private boolean pass(Direction direction, byte[] buffer, int length, OutputStream out) {
        long now = now();
        boolean keyExchanged = false;
        if (direction == Direction.FROM_CLIENT && !handshake.over()) {
            keyExchanged = handshake.accept(buffer, length);
            handshake.clientRandom().ifPresent(queue.scope()::clientHello);
        }
        byte[] random = handshakeRandom(keyExchanged);
        if (random != null && queue.scope().lacksMaster(random)) {
            return passHeld(now, buffer, length, out, random);
        }
        recordPayload(direction, now, buffer, length, null);
        return send(buffer, length, out);
    }

    /// The broker derives the secret of TLS 1.2 from this chunk, so it goes on first; the record of
    /// it, and of all later frames, waits for the secret.
    private boolean passHeld(long now, byte[] buffer, int length, OutputStream out, byte[] random) {
        hold(true);
        try {
            boolean sent = send(buffer, length, out);
            boolean inTime = queue.scope().awaitMaster(random, settings.secretsWithin());
            String comment = inTime ? null : SECRETS_LATE;
            recordPayload(Direction.FROM_CLIENT, now, buffer, length, comment);
            return sent;
        } finally {
            hold(false);
        }
    }

    private byte @Nullable [] handshakeRandom(boolean keyExchanged) {
        return keyExchanged ? handshake.clientRandom().orElse(null) : null;
    }

    private static boolean send(byte[] buffer, int length, OutputStream out) {
        try {
            out.write(buffer, 0, length);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void hold(boolean on) {
        recording.lock();
        try {
            held = on;
            released.signalAll();
        } finally {
            recording.unlock();
        }
    }

    private interface Frames {
        List<byte[]> make();
    }

    private void recordPayload(
            Direction direction, long now, byte[] buffer, int length, @Nullable String comment) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
        record(direction, now, () -> List.of(dialogue.payload(direction, bytes)), comment);
    }

    private void record(Direction direction, Frames frames, @Nullable String comment) {
        record(direction, now(), frames, comment);
    }

    /// The comment stands on the first of the frames.
    private void record(Direction direction, long now, Frames frames, @Nullable String comment) {
        recording.lock();
        try {
            awaitRelease(direction);
            String text = comment;
            for (byte[] frame : frames.make()) {
                queue.frame(now, frame, text);
                text = null;
            }
        } finally {
            recording.unlock();
        }
    }

    /// The server's frames stay behind the client's that are held.
    private void awaitRelease(Direction direction) {
        long left = 2 * settings.secretsWithin().toNanos();
        try {
            while (held && direction == Direction.FROM_SERVER && left > 0) {
                left = released.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// One side broke the connection off: so does the tap towards the other.
    private void reset(Direction by, @Nullable String comment) {
        if (!broken.compareAndSet(false, true)) {
            return;
        }
        record(by, () -> List.of(dialogue.reset(by)), comment);
        closeWithReset(by == Direction.FROM_CLIENT ? onward : client);
        close(by == Direction.FROM_CLIENT ? client : onward);
    }

    private void end(String why) {
        if (!broken.compareAndSet(false, true)) {
            return;
        }
        record(Direction.FROM_SERVER, () -> dialogue.end(Direction.FROM_SERVER), why);
        record(Direction.FROM_CLIENT, () -> dialogue.end(Direction.FROM_CLIENT), why);
        close(client);
        close(onward);
    }

    private static void shutDown(Socket to) {
        try {
            to.shutdownOutput();
        } catch (IOException _) {
            // It is gone already, which the other direction sees.
        }
    }

    /// With a linger time of 0 a close sends RST.
    private static void closeWithReset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException _) {
            // It is closed already.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to be done with it.
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private static InetSocketAddress address(Socket client) {
        return (InetSocketAddress) client.getRemoteSocketAddress();
    }

    /// The address the client connected to, also where the tap listens on all.
    private static InetSocketAddress listener(Socket client) {
        return (InetSocketAddress) client.getLocalSocketAddress();
    }
}
