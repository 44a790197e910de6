// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import twinport.lab.history.RunRows.Position;

/// Writes the messages of one run, in a thread of its own.
///
/// [#offer] never waits. When the database can't be written (a full disk, a server that is gone)
/// the writer keeps trying; meanwhile messages gather in the queue, and what does not fit becomes a
/// gap.
public final class HistoryWriter implements AutoCloseable {
    private static final int BATCH_MAX = 10_000;
    private static final long RETRY_MILLIS = 500;
    private static final long RETRY_AT_END_MILLIS = 100;

    /// How long an end waits for what is not yet written.
    private static final Duration CLOSING = Duration.ofSeconds(3);

    /// And then, for a call into the database to be broken off.
    private static final Duration BREAKING_OFF = Duration.ofMillis(500);

    /// "Data exception" in SQL: this row will never be taken.
    private static final String DATA_EXCEPTION = "22";

    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());

    private final Database database;
    private final InstantSource clock;
    private final HistoryQueue queue = new HistoryQueue();
    private final Thread thread;
    private final String name;
    private final long run;
    private volatile @Nullable Connection connection;
    private @Nullable Batch batch;
    private volatile Position position = Position.START;
    private final AtomicLong refused = new AtomicLong();
    private volatile long lostAtEnd;
    private volatile String trouble = "";
    private volatile boolean abandoned;

    private HistoryWriter(
            Database database, Connection connection, String name, long run, InstantSource clock) {
        this.database = database;
        this.connection = connection;
        this.name = name;
        this.run = run;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("history").daemon().unstarted(this::work);
    }

    /// Begins a run.
    ///
    /// @param name of the run, unique in the database
    /// @param lab the lab's name
    /// @throws HistoryException the database can't be had
    public static HistoryWriter begin(
            Database database, String name, String lab, InstantSource clock)
            throws HistoryException {
        Connection connection = Database.open(database);
        try {
            long run = RunRows.begin(connection, name, Texts.fitting(lab), nanos(clock));
            var writer = new HistoryWriter(database, connection, name, run, clock);
            writer.batch = Batch.of(connection, run);
            connection.commit();
            writer.thread.start();
            return writer;
        } catch (SQLException e) {
            close(connection);
            throw new HistoryException(
                    "run " + name + " can't be begun in " + database.name() + ": " + e.getMessage(),
                    "may you write there, and is there room?",
                    e);
        }
    }

    private static long nanos(InstantSource clock) {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /// Takes a message, to be written soon. Never waits.
    public void offer(HistoryMessage message) {
        queue.offer(message);
    }

    /// Notes messages that were lost on their way here.
    public void missed(Gap gap) {
        queue.miss(gap);
    }

    /// Where the run is kept.
    public Database database() {
        return database;
    }

    public HistoryStatus status() {
        long atEnd = lostAtEnd;
        return new HistoryStatus(
                database.name(),
                name,
                position.messages(),
                atEnd > 0 ? 0 : queue.waiting(),
                queue.lost() + refused.get() + atEnd,
                trouble);
    }

    /// Writes what waits and notes the end of the run; gives up after some seconds. What is not
    /// stored then counts as lost.
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(CLOSING)) {
                abandoned = true;
                thread.interrupt();
                breakOff();
                thread.join(BREAKING_OFF);
            }
        } catch (InterruptedException e) {
            abandoned = true;
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        long left = queue.waiting();
        if (left > 0) {
            lostAtEnd = left;
            LOG.log(System.Logger.Level.WARNING, "the history ends without " + left + " messages");
        }
    }

    /// Not every driver can; the thread is a daemon, so the process ends all the same.
    private void breakOff() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        try {
            current.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "breaking off a connection", e);
        }
    }

    private void work() {
        String ended = "the history's thread has ended";
        try {
            HistoryQueue.Taken taken = queue.take(BATCH_MAX);
            while (!taken.isEmpty()) {
                store(taken.messages(), taken.gaps());
                taken = queue.take(BATCH_MAX);
            }
            end();
            ended = "";
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the history was told to give up", e);
        } finally {
            trouble = trouble.isEmpty() ? ended : trouble;
            disconnect();
        }
    }

    /// Tries until it is written: nothing that was taken from the queue is dropped, but for a
    /// message that the database refuses for what it is.
    private void store(List<HistoryMessage> messages, List<Gap> gaps) throws InterruptedException {
        Position before = position;
        while (!abandoned) {
            try {
                if (batch == null) {
                    reconnect();
                }
                if (position.transactions() == before.transactions()) {
                    write(messages, gaps);
                }
                stored(before, messages, gaps);
                return;
            } catch (SQLException | RuntimeException e) {
                disconnect();
                if (!messages.isEmpty() && isRefusal(e)) {
                    narrow(messages, gaps, e);
                    return;
                }
                failed(e);
            }
            if (queue.awaitClose(RETRY_MILLIS)) {
                Thread.sleep(RETRY_AT_END_MILLIS); // until close() has had enough
            }
        }
        throw new InterruptedException("given up");
    }

    /// Too many topics or clients are lost here and not in the queue.
    private void stored(Position before, List<HistoryMessage> messages, List<Gap> gaps) {
        long told = gaps.stream().mapToLong(Gap::lost).sum();
        refused.addAndGet(position.lost() - before.lost() - told);
        queue.done(messages.size());
        trouble = "";
    }

    private void write(List<HistoryMessage> messages, List<Gap> gaps) throws SQLException {
        Batch current = batch;
        Connection open = connection;
        if (current == null || open == null) {
            throw new IllegalStateException("not connected");
        }
        Position after = current.write(position, messages, gaps);
        open.commit();
        position = after;
    }

    /// Also a fault of ours in reading a payload: one message must not end the history.
    private static boolean isRefusal(Exception e) {
        return !(e instanceof SQLException fault)
                || String.valueOf(fault.getSQLState()).startsWith(DATA_EXCEPTION);
    }

    /// Finds the message that is refused by halves; it becomes a gap.
    private void narrow(List<HistoryMessage> messages, List<Gap> gaps, Exception e)
            throws InterruptedException {
        if (messages.size() > 1) {
            int half = messages.size() / 2;
            store(messages.subList(0, half), gaps);
            store(messages.subList(half, messages.size()), List.of());
            return;
        }
        LOG.log(System.Logger.Level.WARNING, "the history's database refuses a message", e);
        long at = messages.getFirst().epochNanos();
        refused.incrementAndGet();
        queue.done(1);
        List<Gap> more = new ArrayList<>(gaps);
        more.add(new Gap(at, at, 1));
        store(List.of(), more);
    }

    private void failed(Exception e) {
        if (trouble.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the history can't be written, trying on", e);
        }
        trouble = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown");
    }

    /// A connection that broke while it committed leaves open whether it did. Who holds the run's
    /// row knows that the transaction before has ended, and reads how.
    private void reconnect() throws SQLException {
        Connection fresh = database.connect();
        connection = fresh;
        RunRows.hold(fresh, run);
        Position now = RunRows.position(fresh, run);
        Batch next = Batch.of(fresh, run);
        fresh.commit();
        batch = next;
        position = now;
    }

    private void end() {
        Connection current = connection;
        if (current == null) {
            return;
        }
        try {
            RunRows.end(current, run, nanos(clock));
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "the end of the run was not noted", e);
        }
    }

    private void disconnect() {
        batch = null;
        Connection current = connection;
        connection = null;
        if (current != null) {
            close(current);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection that failed", e);
        }
    }
}
