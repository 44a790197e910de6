// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import twinport.cli.mqtt.format.MessageFormat;
import twinport.cli.mqtt.session.Diagnosis;
import twinport.cli.mqtt.session.MqttFailure;
import twinport.cli.mqtt.session.Received;
import twinport.cli.mqtt.session.Session;

/// Prints what is wanted of what arrives, until enough is printed or the reader of our output has
/// gone.
///
/// A message is acknowledged once it is printed or known to be unwanted. What arrives after the
/// last wanted one is neither: a session that is kept gets it again next time.
final class Reception {
    /// What the wait ended with.
    enum End {
        ENOUGH,
        STOPPED,
        TIMED_OUT
    }

    private final Console console;
    private final MessageFormat format;
    private final Predicate<Received> wanted;
    private final long most;
    private final boolean debug;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    /// Only the connection's thread touches it.
    private long printed;

    /// @param most 0: no end
    Reception(
            Console console,
            MessageFormat format,
            Predicate<Received> wanted,
            long most,
            boolean debug) {
        this.console = console;
        this.format = format;
        this.wanted = wanted;
        this.most = most;
        this.debug = debug;
    }

    /// Called by the connection's thread, one message after the other.
    void accept(Received message) {
        if (end.isDone()) {
            return;
        }
        if (debug) {
            console.note(
                    "received PUBLISH (q%d, r%d, '%s', %d bytes)"
                            .formatted(
                                    message.qos(),
                                    message.retained() ? 1 : 0,
                                    message.topic(),
                                    message.payload().length));
        }
        if (!wanted.test(message)) {
            message.acknowledge();
            return;
        }
        Optional<byte[]> line = format.apply(message);
        if (line.isEmpty()) {
            console.note("error: the payload is not JSON, on topic " + message.topic());
            message.acknowledge();
            return;
        }
        if (!print(line.get())) {
            end.complete(End.STOPPED);
            return;
        }
        message.acknowledge();
        printed++;
        if (printed == most) {
            end.complete(End.ENOUGH);
        }
    }

    private boolean print(byte[] line) {
        PrintStream out = console.out();
        out.write(line, 0, line.length);
        // checkError flushes; true: whoever read our output is gone (sub | head -1).
        return !out.checkError();
    }

    /// Ends the wait from outside: a signal.
    void stop() {
        end.complete(End.STOPPED);
    }

    /// @param patience null: no limit
    /// @throws MqttFailure when the connection broke first
    End await(Session session, @Nullable Duration patience) throws MqttFailure {
        CompletableFuture<Object> first = CompletableFuture.anyOf(end, session.lost());
        try {
            Object what =
                    patience == null
                            ? first.get()
                            : first.get(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
            return switch (what) {
                case End reached -> reached;
                case Throwable cause -> throw Diagnosis.ofLoss(cause, session.settings());
                default -> throw new IllegalStateException("neither an end nor a loss: " + what);
            };
        } catch (TimeoutException e) {
            // The last message may have come in this very moment: the first to complete counts.
            end.complete(End.TIMED_OUT);
            return end.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.STOPPED;
        } catch (ExecutionException e) {
            throw Diagnosis.ofLoss(e, session.settings());
        }
    }
}
