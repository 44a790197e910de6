// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// One connection to one broker, made once: it is not made again when it breaks.
///
/// Messages are handed to the sink on the connection's own thread, one after the other; while the
/// sink is busy nothing is read from the network, so nothing has to be dropped.
public sealed interface Session extends AutoCloseable permits Mqtt3Session, Mqtt5Session {
    Duration SOCKET_PATIENCE = Duration.ofSeconds(10);
    Duration CONNACK_PATIENCE = Duration.ofSeconds(15);
    Duration DISCONNECT_PATIENCE = Duration.ofSeconds(2);

    /// Connects, and returns when the broker has accepted.
    static Session open(ConnectionSettings settings, InstantSource clock, Consumer<Received> sink)
            throws MqttFailure {
        Session session;
        try {
            session =
                    switch (settings.version()) {
                        case MQTT_3_1_1 -> new Mqtt3Session(settings, clock, sink);
                        case MQTT_5 -> new Mqtt5Session(settings, clock, sink);
                    };
            await(session.connect());
        } catch (ExecutionException e) {
            throw Diagnosis.ofConnecting(e.getCause() == null ? e : e.getCause(), settings);
        } catch (IllegalArgumentException e) {
            // The library refuses what no packet may carry, such as U+0000 in a client id.
            throw MqttFailure.usage(
                    "MQTT does not allow this: " + Causes.words(e),
                    "see client id, user name, host name, last will and properties");
        }
        return session;
    }

    ConnectionSettings settings();

    CompletableFuture<?> connect();

    /// Ends when the message is as safe as its QoS promises: written (0), acknowledged (1),
    /// complete (2).
    CompletableFuture<?> send(Outgoing message);

    CompletableFuture<?> ask(List<String> filters, int qos);

    CompletableFuture<?> leave();

    /// Ends, with the cause, when the connection broke without our doing.
    CompletableFuture<Throwable> lost();

    /// Returns when the broker has granted every filter.
    default void subscribe(List<String> filters, int qos) throws MqttFailure {
        try {
            await(
                    CompletableFuture.anyOf(
                            ask(filters, qos),
                            lost().thenCompose(CompletableFuture::failedFuture)));
        } catch (ExecutionException e) {
            throw Diagnosis.ofSubscribing(
                    e.getCause() == null ? e : e.getCause(), filters, settings());
        }
    }

    /// Says goodbye, so that no last will is sent; bounded, and harmless when the connection is
    /// gone.
    @Override
    default void close() {
        try {
            leave().get(DISCONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException gone) {
            // The connection is gone already: what the caller saw of it is the better message.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(CompletableFuture<?> future) throws MqttFailure, ExecutionException {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttFailure(MqttFailure.Kind.CONNECT, "interrupted", "start it again", e);
        }
    }

    /// The cause inside what a future wraps around it.
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper =
                failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && cause != null ? cause : failure;
    }
}
