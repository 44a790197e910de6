// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import twinport.board.BoardClock;
import twinport.broker.Broker;
import twinport.broker.Message;
import twinport.broker.Registration;
import twinport.lab.CommandOutcome;

/// Sends commands and matches answers to them by their `id`.
///
/// A command is a PUBLISH to `<site>/<board>/cmd/<name>` with `{"id":"...","value":...}`, its
/// answer one to the same topic with `/response` appended: `{"id":"...","ok":true,"value":...}` or
/// `{"id":"...","ok":false,"error":"..."}`. An answer counts only if both id and topic match.
public final class CommandLedger implements AutoCloseable {
    /// Commands that wait for an answer at the same time.
    public static final int MAXIMUM_PENDING = 1_000;

    private static final int LONGEST_ANSWER_BYTES = 4_096;
    private static final int LONGEST_SHOWN_CHARS = 200;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Broker broker;
    private final BoardClock clock;
    private final String run;
    private final Consumer<CommandOutcome> told;
    private final Registration answers;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    private record Pending(
            String topic,
            Instant at,
            long startNanos,
            String board,
            String name,
            String value,
            CompletableFuture<CommandOutcome> outcome) {}

    private record Tally(AtomicLong sent, AtomicLong answered) {
        Tally() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    /// @param run what makes this run's ids differ from another's
    /// @param told of every outcome
    public CommandLedger(
            Broker broker, BoardClock clock, String run, Consumer<CommandOutcome> told) {
        this.broker = broker;
        this.clock = clock;
        this.run = run;
        this.told = told;
        this.answers = broker.subscribe("+/+/cmd/+/response", this::answered);
    }

    /// Sends a command. The future completes with an outcome also when no answer comes in time.
    ///
    /// @param value sent as a JSON number if it is one, else as a text
    /// @throws IllegalStateException [#MAXIMUM_PENDING] commands wait already
    public CompletableFuture<CommandOutcome> send(
            String site, String board, String name, String value, Duration timeout) {
        String id = run + "-" + next.incrementAndGet();
        String topic = site + "/" + board + "/cmd/" + name;
        var future = new CompletableFuture<CommandOutcome>();
        if (pending.size() >= MAXIMUM_PENDING) {
            throw new IllegalStateException(
                    MAXIMUM_PENDING + " commands wait for answers: no more are sent");
        }
        var command =
                new Pending(topic, clock.instant(), clock.nanos(), board, name, value, future);
        pending.put(id, command);
        tally(board).sent().incrementAndGet();
        broker.publish(Message.of(topic, body(id, value), command.at()));
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> expire(id, command, timeout));
        return future;
    }

    private void expire(String id, Pending command, Duration timeout) {
        if (pending.remove(id, command)) {
            String error = "no answer within " + timeout.toMillis() + " ms";
            finish(command, outcome(id, command, false, null, error, null));
        }
    }

    private void finish(Pending command, CommandOutcome outcome) {
        told.accept(outcome);
        command.outcome().complete(outcome);
    }

    public long sent(String board) {
        return tally(board).sent().get();
    }

    /// How many commands of this board were answered, in time, whatever the answer said.
    public long answered(String board) {
        return tally(board).answered().get();
    }

    private Tally tally(String board) {
        return tallies.computeIfAbsent(board, any -> new Tally());
    }

    private static String body(String id, String value) {
        var body = JSON.createObjectNode().put("id", id);
        try {
            body.put("value", new java.math.BigDecimal(value));
        } catch (NumberFormatException e) {
            body.put("value", value);
        }
        return JSON.writeValueAsString(body);
    }

    private void answered(Message message) {
        JsonNode body = parse(message);
        if (body == null || !body.path("id").isString()) {
            return;
        }
        String id = body.path("id").asString();
        Pending command = pending.get(id);
        if (command == null
                || !message.topic().equals(command.topic() + "/response")
                || !pending.remove(id, command)) {
            return; // late, a duplicate, or somebody else's
        }
        tally(command.board()).answered().incrementAndGet();
        boolean ok = body.path("ok").asBoolean(false);
        double millis = (clock.nanos() - command.startNanos()) / 1e6;
        String error = ok ? null : error(body);
        finish(command, outcome(id, command, ok, text(body.path("value")), error, millis));
    }

    private static @Nullable JsonNode parse(Message message) {
        if (message.length() > LONGEST_ANSWER_BYTES) {
            return null;
        }
        try {
            return JSON.readTree(message.payload());
        } catch (JacksonException e) {
            return null; // no answer of ours
        }
    }

    private static String error(JsonNode body) {
        String said = text(body.path("error"));
        return said == null ? "the board refused and did not say why" : said;
    }

    private static @Nullable String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        String text = node.isString() ? node.asString() : node.toString();
        return text.length() <= LONGEST_SHOWN_CHARS ? text : text.substring(0, LONGEST_SHOWN_CHARS);
    }

    private static CommandOutcome outcome(
            String id,
            Pending command,
            boolean ok,
            @Nullable String value,
            @Nullable String error,
            @Nullable Double millis) {
        return new CommandOutcome(
                id,
                command.at(),
                command.board(),
                command.name(),
                command.value(),
                ok,
                value,
                error,
                millis);
    }

    /// Waits for no more answers.
    @Override
    public void close() {
        answers.close();
    }
}
