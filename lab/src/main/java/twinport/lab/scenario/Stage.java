// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import twinport.board.Board;
import twinport.board.BoardEvent;
import twinport.board.BoardState;
import twinport.lab.BoardStatus;
import twinport.lab.Lab;

/// A lab that a scenario plays on: its boards' serial lines and its messages are written down from
/// the first on, and whatever comes wakes the scenario.
final class Stage implements AutoCloseable {
    private static final int LAST_LINES = 10;

    private final Lab lab;
    private final VirtualClock clock;
    private final Map<String, SerialLog> logs;
    private final MessageBook messages = new MessageBook();
    private final Thread player = Thread.currentThread();
    private final twinport.broker.Registration everything;

    /// To be made before the boards are switched on, on the thread that plays the scenario.
    Stage(Lab lab, VirtualClock clock, Map<String, SerialLog> logs) {
        this.lab = lab;
        this.clock = clock;
        this.logs = logs;
        clock.enter(player);
        everything =
                lab.broker()
                        .subscribe(
                                "#",
                                message -> {
                                    if (messages.add(message)) {
                                        clock.wake(player);
                                    }
                                });
        logs.forEach((id, log) -> lab.board(id).listen(event -> happened(event, log)));
    }

    /// An empty log for each board.
    static Map<String, SerialLog> logs(Lab lab) {
        return lab.boards().stream()
                .map(BoardStatus::id)
                .collect(
                        Collectors.toMap(
                                id -> id, SerialLog::new, (one, _) -> one, LinkedHashMap::new));
    }

    private void happened(BoardEvent event, SerialLog log) {
        switch (event) {
            case BoardEvent.SerialText text -> {
                log.add(text.text());
                clock.wake(player);
            }
            case BoardEvent.StateChanged(_, _, BoardState.Crashed _) -> clock.wake(player);
            default -> {}
        }
    }

    Lab lab() {
        return lab;
    }

    VirtualClock clock() {
        return clock;
    }

    MessageBook messages() {
        return messages;
    }

    Set<String> boards() {
        return logs.keySet();
    }

    SerialLog log(String board) {
        SerialLog log = logs.get(board);
        if (log == null) {
            throw new IllegalArgumentException("no board " + board);
        }
        return log;
    }

    Board board(String id) {
        return lab.board(id);
    }

    /// The last serial lines of each board.
    Map<String, List<String>> lastWords() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        logs.forEach((id, log) -> words.put(id, log.lastLines(LAST_LINES)));
        return words;
    }

    @Override
    public void close() {
        clock.jumping(false);
        clock.leave(player);
        everything.close();
    }
}
