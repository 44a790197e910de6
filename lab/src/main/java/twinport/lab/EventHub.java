// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Hands events to listeners, in order, on one thread of its own. Publishing never waits: boards,
/// broker and tap must not be slowed by who looks on. What a full queue did not take is counted.
final class EventHub implements AutoCloseable {
    private static final int QUEUE_EVENTS = 20_000;
    private static final System.Logger LOG = System.getLogger(EventHub.class.getName());

    private final BlockingQueue<LabEvent> queue = new ArrayBlockingQueue<>(QUEUE_EVENTS);
    private final List<Consumer<? super LabEvent>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong skipped = new AtomicLong();
    private final Thread thread;

    EventHub() {
        thread = Thread.ofVirtual().name("lab events").start(this::deliver);
    }

    void publish(LabEvent event) {
        if (!queue.offer(event) && skipped.incrementAndGet() == 1) {
            LOG.log(System.Logger.Level.WARNING, "listeners are too slow: events are skipped");
        }
    }

    /// Events that no listener got.
    long skipped() {
        return skipped.get();
    }

    AutoCloseable listen(Consumer<? super LabEvent> sink) {
        listeners.add(sink);
        return () -> listeners.remove(sink);
    }

    private void deliver() {
        try {
            while (true) {
                LabEvent event = queue.take();
                for (var listener : listeners) {
                    tell(listener, event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Consumer<? super LabEvent> listener, LabEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a listener failed at " + event, e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
