// SPDX-License-Identifier: MIT
package twinport.lab.probe.impostor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import twinport.findings.check.DeviceProbeFacts;
import twinport.findings.check.DeviceProbeFacts.Encounter;
import twinport.findings.check.DeviceProbeFacts.Reaction;
import twinport.findings.check.DeviceProbeFacts.Row;
import twinport.lab.probe.TappedSocket;
import twinport.pki.Credentials;

/// Shows a device one certificate after another, and notes what it does.
public final class Impostor implements AutoCloseable {
    private static final int POLL_MILLIS = 100;

    /// A client that falls back to clear does so at once, or when it tries again.
    private static final Duration FALLBACK = Duration.ofSeconds(4);

    private final ImpostorSettings settings;
    private final Wardrobe wardrobe;
    private final SecureRandom random;
    private final Consumer<Encounter> progress;
    private final Listener listener;
    private volatile boolean stopping;
    private @Nullable SocketAddress met;

    /// Listens from now on.
    ///
    /// @param progress is told of each row
    public Impostor(
            ImpostorSettings settings,
            Wardrobe wardrobe,
            SecureRandom random,
            Consumer<Encounter> progress)
            throws IOException {
        this.settings = settings;
        this.wardrobe = wardrobe;
        this.random = random;
        this.progress = progress;
        this.listener = new Listener(settings.bind(), settings.port());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// Ends soon, with what was learnt so far. From any thread.
    public void stop() {
        stopping = true;
    }

    /// Goes through the rows.
    public DeviceProbeFacts run(Callers callers) throws IOException, InterruptedException {
        long end = System.nanoTime() + settings.total().toNanos();
        List<Encounter> encounters = new ArrayList<>();
        for (Row row : settings.rows()) {
            Encounter encounter = row(row, callers, end);
            encounters.add(encounter);
            progress.accept(encounter);
        }
        return new DeviceProbeFacts(subject(encounters), encounters);
    }

    /// After the rows: the good certificate for everybody who comes, passed on until the time is
    /// over, so that the device works on.
    ///
    /// @param time in which devices are served
    public void serve(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); left > 0 && !stopping; left = millisTo(end)) {
            Optional<TappedSocket> next = listener.next(Math.clamp(left, 1, POLL_MILLIS));
            if (next.isPresent()) {
                try (TappedSocket socket = next.get()) {
                    var _ =
                            new Meeting(settings, random, Row.GOOD, socket)
                                    .hold(wardrobe.shown(Row.GOOD), true);
                }
            }
        }
    }

    private Encounter row(Row row, Callers callers, long end)
            throws IOException, InterruptedException {
        if (row.needsAuthority() && !wardrobe.hasAuthority()) {
            return Encounter.none(
                    row, "no CA is at hand that the device trusts: give --ca-cert and --ca-key");
        }
        if (stopping || System.nanoTime() >= end) {
            return Encounter.none(row, "the run was over before this row");
        }
        Optional<Credentials> shown = wardrobe.shown(row);
        listener.drain();
        try (Callers.Caller caller = callers.call(row)) {
            long rowEnd = Math.min(end, System.nanoTime() + settings.rowPatience().toNanos());
            return met(row, shown, caller, rowEnd);
        }
    }

    private Encounter met(Row row, Optional<Credentials> shown, Callers.Caller caller, long end)
            throws IOException, InterruptedException {
        Optional<Encounter> fallback = Optional.empty();
        long until = end;
        int empty = 0;
        while (!stopping
                && System.nanoTime() < until
                && empty < ImpostorSettings.EMPTY_CONNECTIONS_MAX) {
            boolean over = caller.ended();
            Optional<TappedSocket> next =
                    listener.next(Math.clamp(millisTo(until), 1, POLL_MILLIS));
            if (next.isEmpty()) {
                if (over) {
                    break;
                }
                continue;
            }
            Optional<Encounter> encounter = met(row, shown, next.get());
            if (encounter.isEmpty()) {
                empty++;
            } else if (row == Row.PLAIN && encounter.get().is(Reaction.REFUSED)) {
                fallback = fallback.or(() -> encounter);
                until = Math.min(until, System.nanoTime() + FALLBACK.toNanos());
            } else {
                return encounter.get();
            }
        }
        return fallback.orElseGet(() -> Encounter.none(row, caller.excuse()));
    }

    /// One that trickles byte after byte is cut off.
    private Optional<Encounter> met(Row row, Optional<Credentials> shown, TappedSocket socket)
            throws IOException, InterruptedException {
        if (met == null) {
            met = socket.getRemoteSocketAddress();
        }
        CompletableFuture<Void> cut = new CompletableFuture<>();
        var _ =
                cut.orTimeout(
                                ImpostorSettings.CONNECTION_MAX.plus(settings.held()).toMillis(),
                                TimeUnit.MILLISECONDS)
                        .exceptionally(_ -> closed(socket));
        try (socket) {
            return new Meeting(settings, random, row, socket).hold(shown, false);
        } finally {
            cut.complete(null);
        }
    }

    private static @Nullable Void closed(TappedSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
        return null;
    }

    private static long millisTo(long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private String subject(List<Encounter> encounters) {
        return encounters.stream()
                .flatMap(each -> each.greeting().stream())
                .map(DeviceProbeFacts.Greeting::clientId)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElseGet(() ->
                        met instanceof InetSocketAddress address
                                ? address.getAddress().getHostAddress()
                                : "the device");
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
