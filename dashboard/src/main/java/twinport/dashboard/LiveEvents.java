// SPDX-License-Identifier: MIT
package twinport.dashboard;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import twinport.lab.LabControl;
import twinport.lab.LabEvent;
import twinport.lab.LabSnapshot;

/// The lab's events as server-sent events (HTML Standard, section 9.2): first a `snapshot`, then
/// every event under its own name, `skipped` and a new snapshot for a viewer that was too slow, and
/// `alive` when nothing else happened.
///
/// Each viewer has a bounded queue and a thread of its own: one that does not read waits alone.
final class LiveEvents implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LiveEvents.class.getName());

    /// Pages open at once; each costs a thread, a socket and a queue of references.
    static final int VIEWERS_MAX = 4_096;

    /// A page that heard nothing for some multiples of this may think the lab gone.
    static final Duration ALIVE_EVERY = Duration.ofSeconds(10);

    /// A viewer that took nothing for two to three of these is cut off.
    private static final Duration STALLED_CHECK = Duration.ofSeconds(20);

    private static final int STALLED_CHECKS = 2;

    /// At most 50 writes a second: faster than an eye, slow enough to gather a busy lab's events.
    private static final long GATHER_MILLIS = 20;

    private static final byte[] ALIVE =
            "event: alive\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    /// How many events the viewer missed.
    record Skipped(long events) {}

    /// One viewer's connection.
    ///
    /// @param checks how often the watch saw the same write still going on
    private record Seat(Viewer viewer, Thread thread, AtomicInteger checks) {
        static final int NOT_WRITING = Integer.MIN_VALUE;

        void write(OutputStream out, byte[] bytes) throws IOException {
            checks.set(0);
            try {
                out.write(bytes);
                out.flush();
            } finally {
                checks.set(NOT_WRITING);
            }
        }
    }

    private final LabControl lab;
    private final Json json;
    private final Set<Seat> seats = ConcurrentHashMap.newKeySet();
    private final AutoCloseable subscription;
    private final Thread watch;
    private final AtomicLong skipped = new AtomicLong();

    LiveEvents(LabControl lab, Json json) {
        this.lab = lab;
        this.json = json;
        this.watch = Thread.ofVirtual().name("viewers-watch").start(this::watch);
        this.subscription = lab.listen(this::spread);
    }

    private void spread(LabEvent event) {
        if (seats.isEmpty()) {
            return;
        }
        var delivery = new Viewer.Delivery(event, text(event));
        seats.forEach(seat -> seat.viewer().offer(delivery));
    }

    /// Serves one viewer until it leaves or is cut off; the caller's thread is the viewer's.
    void serve(Call call) throws IOException, BadRequest {
        if (seats.size() >= VIEWERS_MAX) {
            throw new BadRequest(503, "there are already " + VIEWERS_MAX + " viewers");
        }
        HttpExchange exchange = call.exchange();
        if (exchange.getRequestMethod().equals("HEAD")) {
            throw new BadRequest(405, "events are for GET");
        }
        call.header("Content-Type", "text/event-stream; charset=utf-8");
        call.header("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        var seat =
                new Seat(new Viewer(), Thread.currentThread(), new AtomicInteger(Seat.NOT_WRITING));
        seats.add(seat);
        try (OutputStream out = exchange.getResponseBody()) {
            follow(seat, out);
        } catch (InterruptedException e) {
            throw new IOException("the viewer was cut off", e);
        } finally {
            seats.remove(seat);
        }
    }

    private void follow(Seat seat, OutputStream out) throws IOException, InterruptedException {
        Viewer viewer = seat.viewer();
        Set<Object> known = sendSnapshot(seat, out);
        while (!viewer.isClosed()) {
            Viewer.Batch batch = viewer.take(ALIVE_EVERY.toNanos());
            if (batch.skipped() > 0) {
                skipped.addAndGet(batch.skipped());
                seat.write(out, text("skipped", new Skipped(batch.skipped())));
                known = sendSnapshot(seat, out);
            } else if (batch.deliveries().isEmpty()) {
                seat.write(out, ALIVE);
                known = Set.of();
            } else {
                seat.write(out, joined(batch, known));
                viewer.gather(GATHER_MILLIS);
            }
        }
    }

    /// @return the messages and wire views in the snapshot: those that also come as events, because
    ///   they happened while the snapshot was taken, are not sent twice
    private Set<Object> sendSnapshot(Seat seat, OutputStream out) throws IOException {
        LabSnapshot snapshot = lab.snapshot();
        seat.write(out, text("snapshot", snapshot));
        var known = new HashSet<Object>(snapshot.messages());
        known.addAll(snapshot.wire());
        return known;
    }

    private static byte[] joined(Viewer.Batch batch, Set<Object> known) {
        var bytes = new ByteArrayOutputStream();
        for (Viewer.Delivery delivery : batch.deliveries()) {
            if (known.isEmpty() || !known.remove(content(delivery.event()))) {
                bytes.writeBytes(delivery.text());
            }
        }
        return bytes.toByteArray();
    }

    private static Object content(LabEvent event) {
        return switch (event) {
            case LabEvent.MessageSeen(var message) -> message;
            case LabEvent.WireSeen(var view) -> view;
            case LabEvent other -> other;
        };
    }

    private byte[] text(LabEvent event) {
        return switch (event) {
            case LabEvent.BoardChanged(var board) -> text("board", board);
            case LabEvent.SerialText serial -> text("serial", serial);
            case LabEvent.MessageSeen(var message) -> text("message", message);
            case LabEvent.WireSeen(var view) -> text("wire", view);
            case LabEvent.CommandAnswered(var outcome) -> text("command", outcome);
            case LabEvent.CommandNoted(var command) -> text("ledger", command);
            case LabEvent.Denied denied -> text("denied", denied);
            case LabEvent.Refused refused -> text("refused", refused);
            case LabEvent.Dropped dropped -> text("dropped", dropped);
            case LabEvent.ExperimentsChanged(var state) -> text("experiments", state);
            case LabEvent.Counted counted -> text("counted", counted);
        };
    }

    private byte[] text(String name, Object value) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
        // JSON on one line: a line break inside a string is written as \n.
        bytes.writeBytes(json.write(value));
        bytes.writeBytes(new byte[] {'\n', '\n'});
        return bytes.toByteArray();
    }

    /// Interrupting a thread that writes to a socket closes that socket, which is what is wanted.
    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(STALLED_CHECK);
                for (Seat seat : seats) {
                    if (seat.checks().incrementAndGet() > STALLED_CHECKS) {
                        seat.thread().interrupt();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How many viewers there are now.
    int viewers() {
        return seats.size();
    }

    /// Events that viewers did not get because they were too slow.
    long skipped() {
        return skipped.get();
    }

    /// Events that wait for all viewers together.
    long waiting() {
        return seats.stream().mapToLong(seat -> seat.viewer().waiting()).sum();
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the subscription to the lab could not be closed", e);
        }
        watch.interrupt();
        for (Seat seat : seats) {
            seat.viewer().close();
            if (seat.checks().get() >= 0) {
                seat.thread().interrupt();
            }
        }
    }
}
