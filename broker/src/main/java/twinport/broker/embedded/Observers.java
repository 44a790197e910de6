// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import twinport.broker.BrokerEvent;
import twinport.broker.BrokerEvent.Denied;
import twinport.broker.BrokerEvent.Dropped;
import twinport.broker.BrokerEvent.Overflowed;
import twinport.broker.BrokerEvent.Refused;
import twinport.broker.Message;
import twinport.broker.Registration;
import twinport.broker.TopicFilter;

/// Our own sinks, and the counts of what passed by.
final class Observers {
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private record Subscription(TopicFilter filter, Outlet<Message> outlet) {}

    private final List<Outlet<BrokerEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final InstantSource clock;
    private final int bound;

    Observers(InstantSource clock, int bound) {
        this.clock = clock;
        this.bound = bound;
    }

    Registration listen(Consumer<BrokerEvent> sink) {
        String name = "broker-events-" + names.incrementAndGet();
        Outlet<BrokerEvent> outlet =
                new Outlet<>(name, bound, sink, lost -> overflow(name, lost), listeners::remove);
        listeners.add(outlet);
        return outlet.open();
    }

    Registration subscribe(TopicFilter filter, Consumer<Message> sink) {
        String name = "broker-messages-" + names.incrementAndGet() + " " + filter;
        Outlet<Message> outlet =
                new Outlet<>(
                        name,
                        bound,
                        sink,
                        lost -> {
                            event(overflow(name, lost));
                            return null;
                        },
                        closed -> subscriptions.removeIf(one -> one.outlet() == closed));
        subscriptions.add(new Subscription(filter, outlet));
        return outlet.open();
    }

    private Overflowed overflow(String name, long lost) {
        overflowed.add(lost);
        return new Overflowed(clock.instant(), name, lost);
    }

    void event(BrokerEvent event) {
        switch (event) {
            case Refused _ -> refused.increment();
            case Denied _ -> denied.increment();
            case Dropped _ -> dropped.increment();
            case BrokerEvent.Connected _, BrokerEvent.Disconnected _, Overflowed _ -> {}
        }
        for (Outlet<BrokerEvent> listener : listeners) {
            listener.offer(event);
        }
    }

    void message(Message message) {
        for (Subscription subscription : subscriptions) {
            if (subscription.filter().matches(message.topic())) {
                subscription.outlet().offer(message);
            }
        }
    }

    /// Lets the sinks take what is waiting, then ends them.
    void finish() {
        listeners.forEach(one -> one.finish(LAST_WORDS));
        subscriptions.forEach(one -> one.outlet().finish(LAST_WORDS));
        listeners.clear();
        subscriptions.clear();
    }

    long refused() {
        return refused.sum();
    }

    long denied() {
        return denied.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long overflowed() {
        return overflowed.sum();
    }
}
