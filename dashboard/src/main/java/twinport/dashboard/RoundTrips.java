// SPDX-License-Identifier: MIT
package twinport.dashboard;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import twinport.lab.CommandOutcome;
import twinport.lab.LabControl;
import twinport.lab.LabEvent;

/// How long boards took to answer commands, since the page is served.
final class RoundTrips implements AutoCloseable {
    /// Answers that are kept of a board, the latest ones.
    static final int KEPT_MAX = 500;

    /// Boards that are kept.
    static final int BOARDS_MAX = 1_000;

    /// @param millis of the commands that were answered, oldest first
    /// @param unanswered commands without an answer
    record OfBoard(List<Double> millis, long unanswered) {}

    private static final class Kept {
        private final Deque<Double> millis = new ArrayDeque<>();
        private long unanswered;
    }

    private static final Logger LOG = System.getLogger(RoundTrips.class.getName());

    private final Map<String, Kept> boards = new TreeMap<>();
    private final AutoCloseable subscription;

    RoundTrips(LabControl lab) {
        this.subscription =
                lab.listen(event -> {
                    if (event instanceof LabEvent.CommandAnswered(var outcome)) {
                        add(outcome);
                    }
                });
    }

    private synchronized void add(CommandOutcome outcome) {
        Kept kept = boards.get(outcome.board());
        if (kept == null) {
            if (boards.size() == BOARDS_MAX) {
                return;
            }
            kept = new Kept();
            boards.put(outcome.board(), kept);
        }
        Double millis = outcome.roundTripMillis();
        if (millis == null) {
            kept.unanswered++;
            return;
        }
        if (kept.millis.size() == KEPT_MAX) {
            kept.millis.removeFirst();
        }
        kept.millis.addLast(millis);
    }

    synchronized OfBoard of(String board) {
        Kept kept = boards.get(board);
        return kept == null
                ? new OfBoard(List.of(), 0)
                : new OfBoard(new ArrayList<>(kept.millis), kept.unanswered);
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the subscription to the lab could not be closed", e);
        }
    }
}
