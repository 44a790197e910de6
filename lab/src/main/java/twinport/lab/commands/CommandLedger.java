// SPDX-License-Identifier: MIT
package twinport.lab.commands;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import twinport.board.BoardClock;
import twinport.broker.Broker;
import twinport.broker.BrokerEvent;
import twinport.broker.Message;
import twinport.broker.Registration;
import twinport.lab.CommandOutcome;
import twinport.lab.commands.CommandRecord.Kind;
import twinport.lab.commands.CommandRecord.State;

/// Sends commands, and writes down every command that passes the broker with what became of it.
///
/// A command is a PUBLISH to `<site>/<board>/cmd/<name>` with `{"id":"...","value":...}`, its
/// answer one to the same topic with `/response` appended, with the same id in its payload or, from
/// a client of MQTT 5, in its correlation data. Ours have response topic, correlation data and an
/// expiry of as long as an answer is waited for (MQTT 5.0 section 4.10), so that a board which was
/// away does not carry out later what nobody wants any more.
///
/// An answer counts if its id and topic match and it came from the board. The lab's boards come
/// with their own name as identity. Where a board never came by its name - a project whose firmware
/// has a client id of its own, without credentials - an answer counts too, and is noted as not
/// verified.
public final class CommandLedger implements AutoCloseable {
    /// Commands that wait for an answer at the same time.
    public static final int MAXIMUM_PENDING = 1_000;

    /// Commands that are kept, the latest: of the lab, and as many of others.
    public static final int RECORDS_MAX = 1_000;

    /// How long a command of somebody else may wait for its answer.
    static final Duration FOREIGN_TIME = Duration.ofSeconds(30);

    private final Broker broker;
    private final BoardClock clock;
    private final String run;
    private final Told told;
    private final Deadlines deadlines;
    private final List<Registration> watching;
    private final AtomicLong next = new AtomicLong();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();
    private final Set<String> names; // of boards and clients that the lab knows
    private final Set<String> present = ConcurrentHashMap.newKeySet(); // those that came
    // The lab's own and those of others apart, so that no flood of others pushes ours out; both are
    // guarded by this lock, as are the items.
    private final Object lock = new Object();
    private final Map<String, Item> own = bounded();
    private final Map<String, Item> foreign = bounded();
    private int pending;

    /// Who is told.
    ///
    /// @param outcome of each command that the lab itself sent
    /// @param record each time when something is known of a command, anybody's
    public record Told(Consumer<CommandOutcome> outcome, Consumer<CommandRecord> record) {}

    private record Tally(AtomicLong sent, AtomicLong answered) {
        Tally() {
            this(new AtomicLong(), new AtomicLong());
        }
    }

    /// @param run what makes this run's ids differ from another's
    /// @param names the identities that the lab gave out
    public CommandLedger(
            Broker broker, BoardClock clock, String run, Set<String> names, Told told) {
        this.broker = broker;
        this.clock = clock;
        this.run = run;
        this.names = Set.copyOf(names);
        this.told = told;
        this.deadlines = new Deadlines(clock);
        this.watching =
                List.of(
                        broker.subscribe("+/+/cmd/+", this::commanded),
                        broker.subscribe("+/+/cmd/+/response", this::answered),
                        broker.listen(this::came));
    }

    private void came(BrokerEvent event) {
        if (event instanceof BrokerEvent.Connected in && names.contains(in.identity())) {
            present.add(in.identity());
        }
    }

    /// Sends a command. The future completes with an outcome also when no answer comes in time.
    ///
    /// @throws IllegalStateException [#MAXIMUM_PENDING] commands wait already
    public CompletableFuture<CommandOutcome> send(
            String site, String board, String name, String value, Duration timeout) {
        String id = run + "-" + next.incrementAndGet();
        String topic = site + "/" + board + "/cmd/" + name;
        Message message = message(topic, id, value, timeout);
        var future = new CompletableFuture<CommandOutcome>();
        synchronized (lock) {
            if (pending >= MAXIMUM_PENDING) {
                throw new IllegalStateException(
                        MAXIMUM_PENDING + " commands wait for answers: no more are sent");
            }
            Item entry = new Item(message, id, value, clock.nanos(), future);
            own.put(key(topic, id), entry);
            pending++;
            entry.deadline = deadlines.after(timeout, () -> expire(entry, timeout));
        }
        tally(board).sent().incrementAndGet();
        broker.publish(message);
        return future;
    }

    private Message message(String topic, String id, String value, Duration timeout) {
        var properties =
                new Message.Properties(
                        Optional.of(topic + "/response"),
                        Optional.of(ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8))),
                        Optional.of("application/json"),
                        OptionalLong.of(Math.max(1, timeout.plusMillis(999).toSeconds())),
                        List.of());
        return Message.of(topic, Answer.command(id, value), clock.instant()).with(properties);
    }

    private static Map<String, Item> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Item> eldest) {
                return size() > RECORDS_MAX && !eldest.getValue().isAwaited();
            }
        };
    }

    private @Nullable Item find(String key) {
        Item ours = own.get(key);
        return ours == null ? foreign.get(key) : ours;
    }

    private static String key(String topic, String id) {
        return topic + " " + id;
    }

    /// Every command that passes, the lab's own among them.
    private void commanded(Message message) {
        Optional<Answer> read = Answer.read(message);
        String id = read.map(Answer::id).orElse("");
        Item entry;
        synchronized (lock) {
            String key =
                    id.isEmpty()
                            ? key(message.topic(), "#" + next.incrementAndGet())
                            : key(message.topic(), id);
            Item known = find(key);
            if (known != null && known.isOf(message.sender()) && !known.passed) {
                known.passed = true; // the lab's own, on its way to the board
                entry = known;
            } else if (known != null) {
                known.repeats++;
                known.note(message, Kind.REPEATED, "the same id again");
                entry = known;
            } else {
                String value = read.map(Answer::value).orElse("");
                entry = new Item(message, id, value == null ? "" : value, clock.nanos(), null);
                entry.passed = true;
                foreign.put(key, entry);
            }
            told.record().accept(entry.record(clock.nanos()));
        }
    }

    private void expire(Item entry, Duration timeout) {
        synchronized (lock) {
            if (entry.state != State.WAITING) {
                return;
            }
            entry.state = State.UNANSWERED;
            told.record().accept(entry.record(clock.nanos()));
            if (entry.future != null) {
                pending--;
            }
        }
        entry.finish(null, "no answer within " + timeout.toMillis() + " ms", told.outcome());
    }

    private void answered(Message message) {
        Optional<Answer> read = Answer.read(message);
        if (read.isEmpty() || read.get().id().isEmpty()) {
            return;
        }
        String topic =
                message.topic().substring(0, message.topic().length() - "/response".length());
        Answer answer = read.get();
        Item entry;
        boolean counts;
        synchronized (lock) {
            entry = find(key(topic, answer.id()));
            if (entry == null) {
                return; // of no command that is kept
            }
            counts = take(entry, message, answer);
            told.record().accept(entry.record(clock.nanos()));
        }
        if (counts) {
            tally(entry.board()).answered().incrementAndGet();
            entry.finish(answer, answer.failure(), told.outcome());
        }
    }

    /// @return whether this is the answer that was waited for
    private boolean take(Item entry, Message message, Answer answer) {
        String by = message.sender().identity();
        boolean own = by.equals(entry.board());
        if (!own && (names.contains(by) || present.contains(entry.board()))) {
            entry.note(message, Kind.FORGED, "an answer that the board did not send");
            return false;
        }
        State state = entry.state(clock.nanos());
        if (state == State.UNANSWERED) {
            entry.note(message, Kind.LATE, "an answer after its time");
            return false;
        }
        if (state != State.WAITING) {
            entry.note(message, Kind.DUPLICATE, "one more answer");
            return false;
        }
        if (!own) {
            entry.note(message, Kind.UNVERIFIED, "the board has no identity of its own");
        }
        entry.state = answer.ok() ? State.DONE : State.REFUSED;
        entry.answer = answer.ok() ? answer.value() : answer.failure();
        entry.millis = (clock.nanos() - entry.startNanos) / 1e6;
        if (entry.future == null) {
            return false;
        }
        pending--;
        if (entry.deadline != null) {
            deadlines.cancel(entry.deadline);
        }
        return true;
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

    /// The latest of the lab's own and of others, newest first: at most [#RECORDS_MAX] of each, and
    /// what else of the lab's own still waits.
    public List<CommandRecord> records() {
        synchronized (lock) {
            long now = clock.nanos();
            return Stream.concat(own.values().stream(), foreign.values().stream())
                    .map(item -> item.record(now))
                    .sorted(Comparator.comparing(CommandRecord::at).reversed())
                    .toList();
        }
    }

    /// Waits for no more answers.
    @Override
    public void close() {
        watching.forEach(Registration::close);
        deadlines.close();
    }

    /// What is known of one command; guarded by the ledger's lock.
    private static final class Item {
        private static final int NOTES_MAX = 20;

        private final Message message;
        private final String id;
        private final String value;
        private final long startNanos;
        private final @Nullable CompletableFuture<CommandOutcome> future;
        private final List<CommandRecord.Note> notes = new ArrayList<>();
        private State state = State.WAITING;
        private boolean passed;
        private Deadlines.@Nullable Deadline deadline;
        private @Nullable String answer;
        private @Nullable Double millis;
        private int repeats;

        Item(
                Message message,
                String id,
                String value,
                long startNanos,
                @Nullable CompletableFuture<CommandOutcome> future) {
            this.message = message;
            this.id = id;
            this.value = value;
            this.startNanos = startNanos;
            this.future = future;
        }

        boolean isOf(Message.Sender sender) {
            return message.sender().equals(sender);
        }

        String board() {
            return message.topic().split("/", 4)[1];
        }

        private String name() {
            return message.topic().substring(message.topic().lastIndexOf('/') + 1);
        }

        void note(Message heard, Kind kind, String said) {
            if (notes.size() < NOTES_MAX) {
                notes.add(
                        new CommandRecord.Note(heard.at(), kind, heard.sender().identity(), said));
            }
        }

        /// Whether somebody waits for what becomes of it.
        boolean isAwaited() {
            return future != null && state == State.WAITING;
        }

        /// Of others' commands nobody tells how long their answer may take.
        State state(long now) {
            boolean over = future == null && now - startNanos > FOREIGN_TIME.toNanos();
            return state == State.WAITING && over ? State.UNANSWERED : state;
        }

        CommandRecord record(long now) {
            Message.Sender by = message.sender();
            return new CommandRecord(
                    id,
                    message.at(),
                    message.topic(),
                    board(),
                    name(),
                    value,
                    by.identity(),
                    by.clientId(),
                    by.side().map(Enum::name).orElse(""),
                    state(now),
                    answer,
                    millis,
                    repeats,
                    notes);
        }

        void finish(
                @Nullable Answer answered, @Nullable String error, Consumer<CommandOutcome> told) {
            if (future == null) {
                return;
            }
            var outcome =
                    new CommandOutcome(
                            id,
                            message.at(),
                            board(),
                            name(),
                            value,
                            answered != null && answered.ok(),
                            answered == null ? null : answered.value(),
                            error,
                            answered == null ? null : millis);
            told.accept(outcome);
            future.complete(outcome);
        }
    }
}
