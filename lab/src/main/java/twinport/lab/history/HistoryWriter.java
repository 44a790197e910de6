// SPDX-License-Identifier: MIT
package twinport.lab.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes the messages of one run, in a thread of its own.
///
/// [#offer] never waits. When the database can't be written (a full disk, a server that is gone)
/// the writer keeps trying; meanwhile messages gather in the queue, and what does not fit becomes a
/// gap.
public final class HistoryWriter implements AutoCloseable {
    private static final int BATCH_MAX = 10_000;
    private static final long RETRY_MILLIS = 500;
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());

    private final Database database;
    private final InstantSource clock;
    private final HistoryQueue queue = new HistoryQueue();
    private final Thread thread;
    private final long run;
    private @Nullable Connection connection;
    private @Nullable Batch batch;
    private volatile long stored;
    private final AtomicLong lostAtEnd = new AtomicLong();
    private volatile String trouble = "";

    private HistoryWriter(Database database, Connection connection, long run, InstantSource clock) {
        this.database = database;
        this.connection = connection;
        this.run = run;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("history").unstarted(this::work);
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
            long run = RunRows.begin(connection, name, lab, nanos(clock));
            var writer = new HistoryWriter(database, connection, run, clock);
            writer.batch = new Batch(connection, RunNames.load(connection, run));
            connection.commit();
            writer.thread.start();
            return writer;
        } catch (SQLException e) {
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

    public HistoryStatus status() {
        return new HistoryStatus(stored, queue.waiting(), queue.lost() + lostAtEnd.get(), trouble);
    }

    /// Writes what waits and notes the end of the run; gives up after some seconds.
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(CLOSING)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            HistoryQueue.Taken taken = queue.take(BATCH_MAX);
            while (!taken.isEmpty()) {
                store(taken);
                taken = queue.take(BATCH_MAX);
            }
            end();
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.WARNING, "the history ends before all was written");
            lostAtEnd.addAndGet(queue.waiting());
        } finally {
            disconnect();
        }
    }

    /// Tries until it is written: nothing that was taken from the queue is dropped.
    private void store(HistoryQueue.Taken taken) throws InterruptedException {
        long before = stored;
        boolean closing = false;
        while (stored == before) {
            try {
                if (batch == null) {
                    reconnect(before, taken.messages());
                    if (stored > before) {
                        return;
                    }
                }
                long written = batch().write(run, before, taken.messages(), taken.gaps());
                stored = written;
                trouble = "";
                return;
            } catch (SQLException e) {
                failed(e);
                if (closing) {
                    lostAtEnd.addAndGet(taken.messages().size());
                    return;
                }
                closing = queue.awaitClose(RETRY_MILLIS);
            }
        }
    }

    private Batch batch() {
        Batch current = batch;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return current;
    }

    private void failed(SQLException e) {
        if (trouble.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the history can't be written, trying on", e);
        }
        trouble = String.valueOf(e.getMessage());
        disconnect();
    }

    /// A connection that broke while it committed leaves open whether it did: the run's own count
    /// tells.
    private void reconnect(long before, List<HistoryMessage> messages) throws SQLException {
        Connection fresh = database.connectToWrite();
        connection = fresh;
        long written = RunRows.messages(fresh, run);
        if (written > before) {
            stored = written;
            trouble = "";
        }
        batch = new Batch(fresh, RunNames.load(fresh, run));
        fresh.commit();
        if (written > before && written < before + messages.size()) {
            LOG.log(System.Logger.Level.WARNING, "some messages had too many topics to be kept");
        }
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
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection that failed", e);
        }
    }
}
