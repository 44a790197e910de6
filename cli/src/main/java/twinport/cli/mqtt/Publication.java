// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import twinport.cli.mqtt.session.Diagnosis;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Outgoing;
import twinport.cli.mqtt.session.Session;

/// Sends messages in order and keeps count of those that are not yet safe.
final class Publication {
    /// Sent but not yet written or acknowledged; the reader of standard input waits beyond it.
    private static final int MOST_IN_FLIGHT = 1000;

    private static final long GLANCE_MILLIS = 200;

    private final Console console;
    private final Session session;
    private final boolean debug;
    private final Semaphore room = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicReference<Optional<Throwable>> failure =
            new AtomicReference<>(Optional.empty());
    private String topic = "";

    Publication(Console console, Session session, boolean debug) {
        this.console = console;
        this.session = session;
        this.debug = debug;
    }

    /// Each line is a message, the last one also without its end; the end of line is not sent.
    void lines(InputStream in, Outgoing model) throws MqttFailure {
        try (InputStream bytes = new BufferedInputStream(in)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = bytes.read();
            while (next >= 0) {
                if (next == '\n') {
                    send(with(model, line));
                    line.reset();
                } else {
                    line.write(next);
                    if (line.size() > PayloadOptions.MOST_BYTES) {
                        PayloadOptions.bounded(line.toByteArray(), "-l");
                    }
                }
                next = bytes.read();
            }
            if (line.size() > 0) {
                send(with(model, line));
            }
        } catch (IOException e) {
            throw MqttFailure.usage(
                    "standard input cannot be read (%s), at -l".formatted(e.getMessage()),
                    "give lines on standard input");
        }
    }

    private static Outgoing with(Outgoing model, ByteArrayOutputStream line) {
        return new Outgoing(
                model.topic(), line.toByteArray(), model.qos(), model.retain(), model.properties());
    }

    /// The next one is sent when the one before is safe, as mosquitto_pub does.
    void repeated(Outgoing message, int count, double delaySeconds) throws MqttFailure {
        for (int i = 0; i < count; i++) {
            if (i > 0 && delaySeconds > 0) {
                finish();
                pause(delaySeconds);
            }
            send(message);
        }
    }

    /// The wait is the user's wish, not for an event; a broken connection ends it.
    void pause(double seconds) throws MqttFailure {
        try {
            Throwable cause =
                    session.lost()
                            .copy()
                            .completeOnTimeout(null, (long) (seconds * 1e9), TimeUnit.NANOSECONDS)
                            .join();
            if (cause != null) {
                throw Diagnosis.ofLoss(cause, session.settings());
            }
        } finally {
            console.err().flush();
        }
    }

    void send(Outgoing message) throws MqttFailure {
        take(1);
        topic = message.topic();
        if (debug) {
            console.note(
                    "sending PUBLISH (q%d, r%d, '%s', %d bytes)"
                            .formatted(
                                    message.qos(),
                                    message.retain() ? 1 : 0,
                                    message.topic(),
                                    message.payload().length));
        }
        CompletableFuture<?> sent = session.send(message);
        var _ =
                sent.whenComplete((_, error) -> {
                    if (error != null) {
                        failure.compareAndSet(Optional.empty(), Optional.of(error));
                    }
                    room.release();
                });
    }

    /// Returns when every message is safe.
    void finish() throws MqttFailure {
        take(MOST_IN_FLIGHT);
        room.release(MOST_IN_FLIGHT);
        check();
    }

    /// Waits for room, but not beyond the end of the connection: what is not acknowledged then
    /// never is.
    private void take(int permits) throws MqttFailure {
        try {
            while (!room.tryAcquire(permits, GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
                check();
                if (session.lost().isDone()) {
                    throw Diagnosis.ofLoss(session.lost().join(), session.settings());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttFailure(
                    MqttFailure.Kind.CONNECT, "interrupted before all was sent", "start it again");
        }
    }

    private void check() throws MqttFailure {
        Optional<Throwable> first = failure.get();
        if (first.isPresent()) {
            throw Diagnosis.ofPublishing(first.get(), topic, session.settings());
        }
    }
}
