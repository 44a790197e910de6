// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The default way to see traffic: it listens where clients connect, copies every byte to the
/// broker and back, and records each chunk as a frame. It needs no rights, and TLS passes
/// untouched.
///
/// Use: [#check] first of all, then start the broker, then [#open]. At the end stop the clients,
/// then [#close] the tap, then the queue, then the broker.
public final class RelayTap implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RelayTap.class.getName());
    private static final int BACKLOG = 128;
    private static final Duration END_WITHIN = Duration.ofSeconds(2);
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(50);

    private final TapSettings settings;
    private final CaptureQueue queue;
    private final InstantSource clock;
    private final OriginTable origins;
    private final TapWatcher watcher;
    private final Semaphore slots;
    private final AtomicLong connections = new AtomicLong();
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final List<Thread> acceptors = new ArrayList<>();
    private volatile boolean closing;

    public RelayTap(TapSettings settings, CaptureQueue queue, InstantSource clock) {
        this(settings, queue, clock, TapWatcher.NOBODY);
    }

    public RelayTap(
            TapSettings settings, CaptureQueue queue, InstantSource clock, TapWatcher watcher) {
        this.settings = settings;
        this.origins = new OriginTable(settings.ownSources());
        this.watcher = watcher;
        this.queue = queue;
        this.clock = clock;
        this.slots = new Semaphore(settings.maxConnections());
    }

    /// Whether all addresses are free, without listening: for the start, before anything runs.
    ///
    /// @throws ListenException for the first that is not
    public static void check(List<Route> routes) throws ListenException {
        for (Route route : routes) {
            try (Socket probe = new Socket()) {
                probe.setReuseAddress(true); // connections that just ended are no obstacle
                probe.bind(route.listen());
            } catch (IOException e) {
                throw new ListenException(route.listen(), e);
            }
        }
    }

    /// Listens on all routes, or on none.
    ///
    /// @throws ListenException when an address is taken or not ours
    public synchronized void open() throws ListenException {
        if (closing || !listeners.isEmpty()) {
            throw new IllegalStateException("a tap is opened once");
        }
        for (Route route : settings.routes()) {
            try {
                ServerSocket listener = new ServerSocket();
                listeners.add(listener);
                listener.bind(route.listen(), BACKLOG);
            } catch (IOException e) {
                closeListeners();
                throw new ListenException(route.listen(), e);
            }
        }
        for (int i = 0; i < listeners.size(); i++) {
            ServerSocket listener = listeners.get(i);
            Route route = settings.routes().get(i);
            acceptors.add(Thread.ofVirtual().start(() -> accept(listener, route)));
        }
    }

    public Origins origins() {
        return origins;
    }

    /// The addresses listened on; the true port where a route asked for port 0.
    public synchronized List<InetSocketAddress> listening() {
        return listeners.stream()
                .map(listener -> (InetSocketAddress) listener.getLocalSocketAddress())
                .toList();
    }

    /// Frames recorded so far; for those who ask often.
    public long framesSeen() {
        return queue.seen();
    }

    /// Connections that came so far.
    public long opened() {
        return connections.get();
    }

    /// Connections relayed at this moment.
    public int connections() {
        return relays.size();
    }

    /// Stops accepting, lets connections end by themselves for the time the settings give, and ends
    /// the rest. When this returns all their frames are in the queue.
    @Override
    public synchronized void close() {
        closing = true;
        closeListeners();
        try {
            for (Thread acceptor : acceptors) {
                acceptor.join();
            }
            if (!drained(settings.drainWithin())) {
                relays.forEach(Relay::end);
                if (!drained(END_WITHIN)) {
                    LOG.log(Level.WARNING, "{0} connections did not end", relays.size());
                }
            }
        } catch (InterruptedException _) {
            relays.forEach(Relay::end);
            Thread.currentThread().interrupt();
        }
    }

    /// All slots are free when no connection is left.
    private boolean drained(Duration within) throws InterruptedException {
        int all = settings.maxConnections();
        if (!slots.tryAcquire(all, within.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        slots.release(all);
        return true;
    }

    private void accept(ServerSocket listener, Route route) {
        while (!closing) {
            try {
                relay(listener.accept(), route);
            } catch (IOException e) {
                if (!closing) {
                    LOG.log(Level.WARNING, "a connection was not accepted", e);
                    LockSupport.parkNanos(ACCEPT_PAUSE.toNanos()); // as when out of descriptors
                }
            }
        }
    }

    private void relay(Socket client, Route route) {
        long number = connections.getAndIncrement();
        Relay relay = new Relay(client, route, number, settings, queue, origins, clock, watcher);
        if (!slots.tryAcquire()) {
            relay.refuse("more than " + settings.maxConnections() + " connections");
            return;
        }
        relays.add(relay);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        relay.run();
                    } finally {
                        relays.remove(relay);
                        slots.release();
                    }
                });
    }

    private void closeListeners() {
        for (ServerSocket listener : listeners) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a listener was not closed", e);
            }
        }
    }
}
