// SPDX-License-Identifier: MIT
package twinport.lab;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import twinport.lab.LabEvent.BoardChanged;
import twinport.lab.LabEvent.Counted;

/// Tells what changes too often to be told each time: parts that firmware moves, and counters.
final class Pulse implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(100);

    /// Counters are told at every this many beats.
    private static final int BEATS_A_COUNT = 5;

    private final Iterable<BoardPost> posts;
    private final Function<BoardPost, BoardStatus> status;
    private final Supplier<Counted> counted;
    private final EventHub events;
    private final Set<String> touched = ConcurrentHashMap.newKeySet();
    private final Map<String, BoardStatus> told = new HashMap<>();
    private final Thread thread;

    Pulse(
            Iterable<BoardPost> posts,
            Function<BoardPost, BoardStatus> status,
            Supplier<Counted> counted,
            EventHub events) {
        this.posts = posts;
        this.status = status;
        this.counted = counted;
        this.events = events;
        this.thread = Thread.ofVirtual().name("lab pulse").start(this::beat);
    }

    /// Something about this board changed that can wait for the next beat.
    void touched(String board) {
        touched.add(board);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void beat() {
        try {
            for (int beats = 1; true; beats = beats % BEATS_A_COUNT + 1) {
                Thread.sleep(BEAT);
                boolean count = beats == BEATS_A_COUNT;
                for (BoardPost post : posts) {
                    boolean moved = touched.remove(post.entry().id());
                    if (moved || count) {
                        tell(status.apply(post));
                    }
                }
                if (count) {
                    events.publish(counted.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(BoardStatus now) {
        if (!now.equals(told.put(now.id(), now))) {
            events.publish(new BoardChanged(now));
        }
    }
}
